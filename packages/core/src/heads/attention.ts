import { constantScalar, range } from '../ops/constants';
import type { AttentionOptions, TensorOps } from '../ops/interface';

/**
 * Stands for −∞ under the mask: far below any score, yet finite, since backends disagree on rows that are all −∞. A float32
 * number, so that every backend holds the same.
 */
const hidden = Math.fround(-1e30);

/** The attention op from primitives. Work and memory: M·N a batch element. */
export function decomposeAttention<T>(ops: TensorOps<T>, q: T, k: T, v: T, options: AttentionOptions, mask?: T): T {
  return ops.matMul(attentionWeights(ops, q, k, options, mask), v);
}

/** What each query makes of each column: softmax(scale · q kᵀ + mask), 0 where hidden. [...P, M, N] */
export function attentionWeights<T>(ops: TensorOps<T>, q: T, k: T, { scale, causal }: AttentionOptions, mask?: T): T {
  const scaled = ops.mul(q, constantScalar(ops, scale)); // [...P, M, d]: cheaper than scaling [...P, M, N]
  const scores = ops.matMul(scaled, k, false, true); // [...P, M, N]
  const visible = both(ops, causal ? causalMask(ops, ops.typeOf(scores).shape.at(-1)!) : undefined, mask);
  if (visible === undefined) return ops.softmax(scores);
  const weights = ops.softmax(ops.where(visible, scores, constantScalar(ops, hidden))); // [...P, M, N]
  // The causal mask alone shows every row at least its own column; another mask may leave a row nothing to see.
  return mask === undefined ? weights : ops.where(visible, weights, constantScalar(ops, 0));
}

/** bool [N, N]: row i sees columns up to i. */
function causalMask<T>(ops: TensorOps<T>, n: number): T {
  const positions = range(ops, n); // [N]
  return ops.greaterEqual(ops.reshape(positions, [n, 1]), positions);
}

function both<T>(ops: TensorOps<T>, a: T | undefined, b: T | undefined): T | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return ops.and(a, b);
}
