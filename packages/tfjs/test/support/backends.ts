import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { type Backend, type HostTensor, type Named, type TensorOps, type Traced, trace } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';

export { tf };

// Without the advice to use tfjs-node, which tfjs prints on every first use in Node.
tf.enableProdMode();

export const tfjsNames = ['cpu', 'wasm'] as const;
export const reference = createReferenceBackend();

/** Compiles what `build` makes of the inputs, runs it once, reads the results, frees everything. */
export async function evaluate(
  backend: Backend,
  inputs: Named<HostTensor>,
  build: (ops: TensorOps<Traced>, inputs: Named<Traced>) => Named<Traced>,
): Promise<Record<string, HostTensor>> {
  const program = await backend.compile(trace(build, { inputs }));
  try {
    const outputs = await program.run(inputs);
    const read: Record<string, HostTensor> = {};
    for (const [name, tensor] of Object.entries(outputs)) {
      read[name] = await tensor.read();
      tensor.dispose();
    }
    return read;
  } finally {
    await program.dispose();
  }
}
