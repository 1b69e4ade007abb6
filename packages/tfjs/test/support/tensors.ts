import type { HostTensor, Named } from '@mosa-js/core';
import type { TfjsTensor } from '../../src/index';
import { tf } from './backends';

/** A host tensor on tfjs's active backend. */
export function toTfjs({ data, shape, dtype }: HostTensor): TfjsTensor {
  return tf.tensor(dtype === 'float32' ? Float32Array.from(data) : data.slice(), [...shape], dtype);
}

export function allToTfjs(tensors: Named<HostTensor>): Record<string, TfjsTensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, toTfjs(tensor)]));
}

export async function toHost(tensor: TfjsTensor): Promise<HostTensor> {
  return { shape: tensor.shape, dtype: 'float32', data: Float32Array.from(await tensor.data()) };
}
