import { attentionParts } from '../ops/fused/attention';
import type { AttentionOptions, TensorOps } from '../ops/interface';
import type { Projected } from './dense';

/**
 * Changes what queries make of keys before the product with the values, as dropout does: float32 [H, B, M, N] → the same shape,
 * for H heads (clusters of heads, where they are routing ones), B sequences, M queries and N keys, 0 where hidden.
 * `probabilityShape` tells how large these are. Local heads have the queries of all their blocks, those that fill up the last included.
 */
export type DropProbabilities<T> = (probabilities: T) => T;

/** Options of all heads. */
export interface HeadOptions<T> {
  /** bool [B, T]: false marks padding, which is not attended to and whose outputs are 0. */
  readonly mask?: T;
  /** Heads attend by primitives then, and [H, B, M, N] is in memory. Default: nothing is dropped, by the fused op. */
  readonly dropProbabilities?: DropProbabilities<T>;
}

/**
 * Attention of heads, which lie before sequences: q, k and v [H, B, …] or [H·B, …].
 * @param size H and B
 * @param visible bool, as the mask of `ops.attention`
 */
export function attend<T>(
  ops: TensorOps<T>,
  { q, k, v }: Projected<T>,
  size: readonly [heads: number, sequences: number],
  options: AttentionOptions,
  visible: T | undefined,
  drop: DropProbabilities<T> | undefined,
): T {
  return ops.scope('attention', () => {
    if (!drop) return ops.attention(q, k, v, options, visible);
    const { weights, values } = attentionParts(ops, q, k, v, options, visible); // [...P, M, N]
    const { shape } = ops.typeOf(weights);
    const [H, B] = size;
    const queries = shape.slice(0, -1).reduce((a, b) => a * b, 1) / (H * B);
    const dropped = drop(ops.reshape(weights, [H, B, queries, shape.at(-1)!]));
    return ops.matMul(ops.reshape(dropped, shape), values);
  });
}
