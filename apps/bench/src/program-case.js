/**
 * A graph as something to time: inputs stay on the device, so that a run moves nothing.
 * @param inputs host tensors by name
 */
export async function openProgram(backend, graph, inputs, weights = {}) {
  const program = await backend.compile(graph, { weights });
  const entries = await Promise.all(Object.entries(inputs).map(async ([name, x]) => [name, await backend.upload(x)]));
  const resident = Object.fromEntries(entries);
  return {
    async run() {
      for (const tensor of Object.values(await program.run(resident))) tensor.dispose();
    },
    /** Results on the host, by name. */
    async read() {
      const outputs = await program.run(resident);
      const read = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        read[name] = await tensor.read();
        tensor.dispose();
      }
      return read;
    },
    async dispose() {
      for (const tensor of Object.values(resident)) tensor.dispose();
      await program.dispose();
    },
  };
}
