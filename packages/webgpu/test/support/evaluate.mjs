import { trace } from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';

/**
 * Compiles what `build` makes of the inputs, runs it once, reads the results, frees everything. What `carry` names, results by inputs, is
 * carried by the program.
 */
export async function evaluate(backend, inputs, build, { opByOp = false, carry = {} } = {}) {
  const graph = trace(build, { inputs });
  const isCarried = ([name]) => Object.hasOwn(carry, name);
  const given = Object.entries(inputs);
  const initial = Object.fromEntries(given.filter(isCarried));
  const program = await backend.compile(opByOp ? unfused(graph) : graph, { carry, initial });
  try {
    const outputs = await program.run(Object.fromEntries(given.filter((input) => !isCarried(input))));
    const read = {};
    for (const [input, output] of Object.entries(carry)) read[output] = await program.state.read(input);
    for (const [name, tensor] of Object.entries(outputs)) {
      read[name] = await tensor.read();
      tensor.dispose();
    }
    return read;
  } finally {
    await program.dispose();
  }
}
