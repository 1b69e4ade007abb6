import { constantScalar } from '../constants';
import type { TensorOps } from '../interface';
import type { Decomposition } from '../rule';
import { decomposeAttention } from './attention';
import { type AttentionParts, causalMask, fewestQueries, hidden, takesBlocks, withoutSpill } from './attention-parts';

/** Queries of a block at most: an eighth of all, in whole times 32, up to these. */
const maxQueries = 512;

/** Some queries and all keys that they may see: those up to the last of them. */
export interface AttentionBlock<T> extends AttentionParts<T> {
  /** Of the first query. */
  readonly start: number;
  /** Behind the last query and the last key. */
  readonly end: number;
}

/**
 * The attention op from primitives. Long causal attention goes in blocks of queries, each with the keys that it may see: half of the
 * work, and the memory of one block.
 */
export const decomposeLongAttention: Decomposition<'attention'> = (ops, operands, options) => {
  const [q, k, v, mask] = operands;
  if (!takesBlocks(options, ops.typeOf(q!))) return decomposeAttention(ops, operands, options);
  const blocks = attentionBlocks(ops, q!, k!, v!, options.scale, mask);
  const results = blocks.map((block) => {
    const { weights, values } = block();
    return ops.matMul(weights, values);
  });
  return ops.concat(results, ops.typeOf(q!).shape.length - 2);
};

/**
 * What the queries of causal attention make of the keys that they may see, block by block. Nothing is as large as all scores: a block
 * is written when it is asked for. q and k [...P, N, d], v [...P, N, e]
 */
export function attentionBlocks<T>(
  ops: TensorOps<T>,
  q: T,
  k: T,
  v: T,
  scale: number,
  mask?: T,
): (() => AttentionBlock<T>)[] {
  const N = ops.typeOf(q).shape.at(-2)!;
  const length = Math.min(maxQueries, Math.max(fewestQueries, 32 * Math.ceil(N / 256)));
  const scaled = ops.mul(q, constantScalar(ops, scale));
  const { keys, values } = withoutSpill(ops, k, v);
  const none = constantScalar(ops, hidden);
  return Array.from({ length: Math.ceil(N / length) }, (_, i) => (): AttentionBlock<T> => {
    const [start, end] = [i * length, Math.min(N, (i + 1) * length)];
    const queries = cutRows(ops, scaled, start, end);
    const scores = ops.matMul(queries, cutRows(ops, keys, 0, end), false, true); // [...P, end − start, end]
    const earlier = causalMask(ops, start, end);
    const visible = mask === undefined ? earlier : ops.and(earlier, cutMask(ops, mask, [start, end], [0, end]));
    const weights = ops.softmax(ops.where(visible, scores, none));
    const block = { start, end, values: cutRows(ops, values, 0, end) };
    // Another mask may leave a row nothing to see.
    return { ...block, weights: mask === undefined ? weights : ops.where(visible, weights, constantScalar(ops, 0)) };
  });
}

/** x[..., from : to, :] */
export function cutRows<T>(ops: TensorOps<T>, x: T, from: number, to: number): T {
  const { shape } = ops.typeOf(x);
  return cut(ops, x, shape.length - 2, from, to);
}

function cut<T>(ops: TensorOps<T>, x: T, axis: number, from: number, to: number): T {
  const { shape } = ops.typeOf(x);
  if (from === 0 && to === shape[axis]) return x;
  return ops.slice(
    x,
    shape.map((_, i) => (i === axis ? from : 0)),
    shape.map((size, i) => (i === axis ? to - from : size)),
  );
}

/** The part of a mask for some queries and keys. Axes of size 1 stand for all. */
function cutMask<T>(
  ops: TensorOps<T>,
  mask: T,
  queries: readonly [number, number],
  keys: readonly [number, number],
): T {
  const { length } = ops.typeOf(mask).shape;
  return [queries, keys].reduce((part, [from, to], i) => {
    const axis = length - 2 + i;
    return axis < 0 || ops.typeOf(mask).shape[axis] === 1 ? part : cut(ops, part, axis, from, to);
  }, mask);
}
