import { attentionParts } from '../ops/fused/attention-parts';
import type { Attend } from './attend';

/**
 * Changes what queries make of keys before the product with the values, as dropout does: float32 [H, B, M, N] → the same shape,
 * for M queries and N keys, 0 where hidden. `probabilityShape` tells how large these are. Local heads have the queries of all
 * their blocks, those that fill up the last included.
 */
export type DropProbabilities<T> = (probabilities: T) => T;

/** Attention from primitives whose probabilities are dropped: [H, B, M, N] is in memory. */
export function attendDropping<T>(drop: DropProbabilities<T>): Attend<T> {
  return (ops, { q, k, v }, [H, B], options, visible) =>
    ops.scope('attention', () => {
      const { weights, values } = attentionParts(ops, q, k, v, options, visible); // [...P, M, N]
      const { shape } = ops.typeOf(weights);
      const queries = shape.slice(0, -1).reduce((a, b) => a * b, 1) / (H * B);
      const dropped = drop(ops.reshape(weights, [H, B, queries, shape.at(-1)!]));
      return ops.matMul(ops.reshape(dropped, shape), values);
    });
}
