import {
  type AttentionConfig,
  attentionLayer,
  type HostTensor,
  hostTensor,
  initWeights,
  type Named,
  type Shape,
  type TensorOps,
  weightShapes,
} from '@mosa-js/core';
import { centreSums, moveCentres, routingQueries, type TrainableModel } from '@mosa-js/core/training';
import { random } from '../values';
import type { TrainSpec } from './spec';

const type = { shape: [2, 24, 8], dtype: 'float32' } as const;

const heads = { dModel: 8, dHead: 4 } as const;
export const sum: AttentionConfig = {
  kind: 'sum',
  parts: { mosa: { kind: 'mosa', ...heads, heads: 3, sparsity: 4 }, other: { kind: 'dense', ...heads, heads: 2 } },
};
export const routing: AttentionConfig = { kind: 'routing', ...heads, heads: 2, sparsity: 4 };

/**
 * A residual layer that learns to give a target: matrices, which decay, and a gain, which does not. The centres of
 * routing heads are buffers.
 */
export function residualLayer(config: AttentionConfig): TrainableModel {
  const { centres, ...weights } = weightShapes(config) as Record<string, Shape>;
  return {
    parameters: { ...weights, gain: [8] },
    buffers: centres ? { centres } : {},
    inputs: { x: type, target: type },
    batchAxes: { inputs: { x: 0, target: 0 }, outputs: { y: 0 } },
    loss(ops, { x, target }, { gain, ...parameters }, training) {
      const heads = ops.scope('layer', () => attentionLayer(ops, x!, parameters, config).y);
      const y = ops.add(x!, ops.mul(heads, gain!)); // [B, T, h]
      const error = ops.sub(y, target!);
      const loss = ops.sum(ops.mul(error, error), [0, 1, 2]);
      if (config.kind !== 'routing' || !training) return { loss, outputs: { y } };
      const queries = routingQueries(ops, x!, parameters['qk.weight']!, config);
      const { sum, count } = centreSums(ops, parameters.centres!, queries);
      return { loss, outputs: { y }, sums: { sum, count } };
    },
    moveBuffers<T>(ops: TensorOps<T>, { centres }: Named<T>, { sum, count }: Named<T>): Named<T> {
      return centres ? { centres: moveCentres(ops, centres, { sum: sum!, count: count! }) } : {};
    },
  };
}

/** Weights from a seed, by name: those that are trained and those that are not. */
export function initialState(config: AttentionConfig, seed: number): Pick<TrainSpec, 'parameters' | 'buffers'> {
  const { centres, ...weights } = initWeights(config, seed);
  const gain = hostTensor(new Float32Array(8).fill(1), [8]);
  return { parameters: { ...weights, gain }, buffers: centres ? { centres } : {} };
}

export function batch(seed: number): Named<HostTensor> {
  return { x: random(type.shape, seed, 'float32', -1, 1), target: random(type.shape, seed + 50, 'float32', -1, 1) };
}
