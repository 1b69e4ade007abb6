import type { AttentionOptions, TensorOps } from '../ops/interface';
import type { Projected } from './dense';

/**
 * How heads attend, which lie before sequences.
 * @param projected q, k and v [H, B, …] or [H·B, …], H heads (clusters of heads, where they are routing ones), B sequences
 * @param size H and B
 * @param visible bool, as the mask of `ops.attention`
 * @returns of the shape of q
 */
export type Attend<T> = (
  ops: TensorOps<T>,
  projected: Projected<T>,
  size: readonly [heads: number, sequences: number],
  options: AttentionOptions,
  visible: T | undefined,
) => T;

/** Options of all heads. */
export interface HeadOptions<T> {
  /** bool [B, T]: false marks padding, which is not attended to and whose outputs are 0. */
  readonly mask?: T;
  /** Default: by the fused op. `attendDropping` makes one that drops. */
  readonly attend?: Attend<T>;
}

/** By the fused op. */
export function attendFused<T>(...[ops, { q, k, v }, , options, visible]: Parameters<Attend<T>>): T {
  return ops.scope('attention', () => ops.attention(q, k, v, options, visible));
}
