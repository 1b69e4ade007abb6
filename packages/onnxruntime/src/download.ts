import { type HostData, type TensorType, trace } from '@mosa-js/core';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { isLarge } from './size';
import { writeModel } from './write-model';

/**
 * Where a session leaves its results. What is large stays on the device, so that a training step's weights never leave it;
 * what is small comes to the host with the run that makes it, since a caller reads it at once.
 * @param outputs types by the names of the model
 */
export function outputLocations(outputs: Readonly<Record<string, TensorType>>): Record<string, 'cpu' | 'gpu-buffer'> {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, type]) => [name, isLarge(type) ? 'gpu-buffer' : 'cpu']),
  );
}

/**
 * The elements of a tensor on the device, by a model that does nothing: `getData()` of such a tensor ends the process in
 * onnxruntime-node 1.30.
 */
export async function download(
  lib: OnnxRuntimeLibrary,
  tensor: Tensor,
  { shape, dtype }: TensorType,
  dialect: Dialect,
  options: InferenceSession.SessionOptions,
): Promise<HostData> {
  const graph = trace((ops, { x }) => ({ y: ops.reshape(x!, shape) }), { inputs: { x: { shape, dtype } } });
  const session = await lib.InferenceSession.create(writeModel(graph, {}, dialect).bytes, options);
  try {
    const { y } = await session.run({ x: tensor });
    return (await y!.getData()) as HostData;
  } finally {
    await session.release();
  }
}
