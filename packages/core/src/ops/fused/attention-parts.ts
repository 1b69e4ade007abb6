import type { TensorType } from '../../types';
import { constantInt, constantScalar, range } from '../constants';
import { isFiniteNumber } from '../finite';
import type { AttentionOptions, TensorOps } from '../interface';

/**
 * Stands for −∞ under the mask: far below any score, yet finite, since backends disagree on rows that are all −∞. A float32
 * number, so that every backend holds the same.
 */
export const hidden = /* @__PURE__ */ Math.fround(-1e30);

/** What attention is made of, for the op itself and for its gradient. */
export interface AttentionParts<T> {
  /** What each query makes of each column: softmax(scale · q kᵀ + mask), 0 where hidden. [...P, M, N] */
  readonly weights: T;
  /** v, with finite values only wherever a column may be hidden. [...P, N, e] */
  readonly values: T;
}

/** Queries of a block at least. Of fewer the ops would be many and small. */
export const fewestQueries = 256;

/** Whether causal attention is long enough to be cut into blocks. @param q its type */
export function takesBlocks({ causal }: AttentionOptions, { shape }: TensorType): boolean {
  return causal && shape.at(-2)! >= 2 * fewestQueries;
}

export function attentionParts<T>(
  ops: TensorOps<T>,
  q: T,
  k: T,
  v: T,
  { scale, causal }: AttentionOptions,
  mask?: T,
): AttentionParts<T> {
  const scaled = ops.mul(q, constantScalar(ops, scale)); // [...P, M, d]: cheaper than scaling [...P, M, N]
  if (!causal && mask === undefined) return { weights: ops.softmax(ops.matMul(scaled, k, false, true)), values: v };
  const { keys, values } = withoutSpill(ops, k, v);
  const scores = ops.matMul(scaled, keys, false, true); // [...P, M, N]
  const visible = both(ops, causal ? causalMask(ops, 0, ops.typeOf(scores).shape.at(-1)!) : undefined, mask)!;
  const weights = ops.softmax(ops.where(visible, scores, constantScalar(ops, hidden))); // [...P, M, N]
  // The causal mask alone shows every row at least its own column; another mask may leave a row nothing to see.
  return { weights: mask === undefined ? weights : ops.where(visible, weights, constantScalar(ops, 0)), values };
}

/**
 * A hidden column weighs 0, yet 0 · NaN is NaN, in every row. So what is not finite in v becomes 0, and the key beside it
 * becomes NaN instead: that makes its score NaN, which the mask hides like any other, and which spoils the rows that see it.
 */
export function withoutSpill<T>(ops: TensorOps<T>, k: T, v: T): { readonly keys: T; readonly values: T } {
  const finite = isFiniteNumber(ops, v); // [...P, N, e]
  const sameWidth = ops.typeOf(k).shape.at(-1) === ops.typeOf(v).shape.at(-1);
  const good = sameWidth
    ? finite
    : ops.equal(ops.sum(ops.cast(ops.not(finite), 'int32'), [-1], true), constantInt(ops, 0));
  return {
    keys: ops.where(good, k, constantScalar(ops, Number.NaN)),
    values: ops.where(finite, v, constantScalar(ops, 0)),
  };
}

/**
 * bool [end − start, end]: row i sees columns up to start + i. Two constants and one comparison, by which an adapter may know it.
 */
export function causalMask<T>(ops: TensorOps<T>, start: number, end: number): T {
  const n = end - start;
  return ops.greaterEqual(range(ops, n, start, [n, 1]), range(ops, end));
}

function both<T>(ops: TensorOps<T>, a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return ops.and(a, b);
}
