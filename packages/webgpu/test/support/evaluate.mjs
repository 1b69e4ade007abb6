import { trace } from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';

/** Compiles what `build` makes of the inputs, runs it once, reads the results, frees everything. */
export async function evaluate(backend, inputs, build, { opByOp = false } = {}) {
  const graph = trace(build, { inputs });
  const program = await backend.compile(opByOp ? unfused(graph) : graph);
  try {
    const outputs = await program.run(inputs);
    const read = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      read[name] = await tensor.read();
      tensor.dispose();
    }
    return read;
  } finally {
    await program.dispose();
  }
}
