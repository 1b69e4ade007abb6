import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  type Backend,
  type DeviceTensor,
  type HostTensor,
  type Named,
  type TensorOps,
  type Traced,
  trace,
} from '@mosa-js/core';
import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import { createReferenceBackend } from '@mosa-js/reference';
import { createTfjsBackend } from '@mosa-js/tfjs';
import * as ort from 'onnxruntime-node';

// Without the advice to use tfjs-node, which tfjs prints on every first use in Node.
tf.enableProdMode();

export const createBackend: Readonly<Record<string, () => Promise<Backend> | Backend>> = {
  reference: createReferenceBackend,
  'tfjs-cpu': () => createTfjsBackend({ lib: tf, backend: 'cpu' }),
  'onnxruntime-node': () => createOnnxRuntimeBackend({ lib: ort, executionProvider: 'cpu' }),
};

/** Compiles what `build` makes of the inputs, runs it once, reads the results, frees everything. */
export async function evaluate(
  backend: Backend,
  inputs: Named<HostTensor>,
  build: (ops: TensorOps<Traced>, inputs: Named<Traced>) => Named<Traced>,
): Promise<Record<string, HostTensor>> {
  const program = await backend.compile(trace(build, { inputs }));
  try {
    return await readAll(await program.run(inputs));
  } finally {
    await program.dispose();
  }
}

/** Reads results and frees them. */
export async function readAll(outputs: Named<DeviceTensor>): Promise<Record<string, HostTensor>> {
  const read: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(outputs)) {
    read[name] = await tensor.read();
    tensor.dispose();
  }
  return read;
}
