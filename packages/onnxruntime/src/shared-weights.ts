import { type TensorType, trace } from '@mosa-js/core';
import type { InferenceSession, Tensor } from 'onnxruntime-common';
import type { Dialect } from './kernels';
import type { OnnxRuntimeLibrary } from './library';
import { onnxNames } from './names';
import { writeModel } from './write-model';

/**
 * These tensors on the device, by a model that does nothing but leave its results there.
 * @returns the session too, which must outlive them
 */
export async function onDevice(
  lib: OnnxRuntimeLibrary,
  tensors: readonly { readonly tensor: Tensor; readonly type: TensorType }[],
  dialect: Dialect,
  options: InferenceSession.SessionOptions,
): Promise<{ readonly session: InferenceSession; readonly moved: Tensor[] }> {
  const name = (i: number) => `weight${i}`;
  const inputs = Object.fromEntries(tensors.map(({ type }, i) => [name(i), type]));
  const graph = trace((_ops, given) => given, { inputs });
  const names = onnxNames(graph);
  const session = await lib.InferenceSession.create(writeModel(graph, {}, dialect).bytes, {
    ...options,
    preferredOutputLocation: Object.fromEntries(Object.values(names.outputs).map((output) => [output, 'gpu-buffer'])),
  });
  try {
    const moved = await session.run(
      Object.fromEntries(tensors.map(({ tensor }, i) => [names.inputs[name(i)]!, tensor])),
    );
    return { session, moved: tensors.map((_, i) => moved[names.outputs[name(i)]!]!) };
  } catch (error) {
    await session.release();
    throw error;
  }
}
