import type { HostTensor, Named } from '@mosa-js/core';
import { type Layout, modelLayout, type TrainableModel, type TrainingState } from '@mosa-js/core/training';
import type { TrainSpec } from './spec';

/** What a step keeps, each as one vector in the model's layout. */
export interface StateVectors {
  readonly parameters: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly buffers: Float64Array;
}

export type StateName = keyof StateVectors;

/** @param state after a step */
export function vectorsOf(model: TrainableModel, { parameters, buffers, moments }: TrainingState): StateVectors {
  const layout = modelLayout(model);
  return {
    parameters: packed(layout.parameters, parameters),
    first: packed(layout.parameters, moments!.first),
    second: packed(layout.parameters, moments!.second),
    buffers: packed(layout.buffers, buffers ?? {}),
  };
}

/** What a run starts from. */
export function firstVectors({ model, parameters, buffers = {} }: TrainSpec): StateVectors {
  const layout = modelLayout(model);
  const zeros = new Float64Array(layout.parameters.size);
  const vectors = { parameters: packed(layout.parameters, parameters), buffers: packed(layout.buffers, buffers) };
  return { ...vectors, first: zeros, second: zeros };
}

export function packed({ entries, size }: Layout, named: Named<Pick<HostTensor, 'data'>>): Float64Array {
  const vector = new Float64Array(size);
  for (const { name, offset } of entries) vector.set(named[name]!.data, offset);
  return vector;
}

/** A vector as a tensor, to be given to a step or judged. */
export function vectorTensor(data: Float64Array | Float32Array): HostTensor {
  return { shape: [data.length], dtype: 'float32', data };
}

/** For each element, the largest entry of the tensor that it is part of. */
export function largestOfTensor({ entries, size }: Layout, vector: ArrayLike<number>): Float64Array {
  const largest = new Float64Array(size);
  entries.forEach(({ offset }, i) => {
    const end = entries[i + 1]?.offset ?? size;
    let most = 0;
    for (let at = offset; at < end; at++) most = Math.max(most, Math.abs(vector[at]!));
    largest.fill(most, offset, end);
  });
  return largest;
}
