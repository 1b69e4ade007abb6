import { constantScalar } from '../constants';
import type { TensorOps } from '../interface';
import type { Decomposition } from '../rule';
import { attentionBlocks, cutRows } from './attention-blocks';
import { decomposeAttentionGradient, flatten, scoreGradient } from './attention-gradient';
import { takesBlocks } from './attention-parts';

/** Attention's gradient from primitives, in blocks where attention has them. */
export const decomposeLongAttentionGradient: Decomposition<'attentionGradient'> = (ops, operands, options) => {
  const [dy, q, k, v, mask] = operands;
  if (!takesBlocks(options, ops.typeOf(q!))) return decomposeAttentionGradient(ops, operands, options);
  return flatten(ops, gradientInBlocks(ops, dy!, q!, k!, v!, options.scale, mask));
};

/** Gradients by q, k and v. The last block goes first: what it adds to its own keys is complete, and no earlier one sees them. */
function gradientInBlocks<T>(ops: TensorOps<T>, dy: T, q: T, k: T, v: T, scale: number, mask?: T): T[] {
  const axis = ops.typeOf(q).shape.length - 2;
  const factor = constantScalar(ops, scale);
  const [byQuery, byKey, byValue]: [T[], T[], T[]] = [[], [], []];
  let rest: { readonly key: T; readonly value: T } | undefined;
  for (const block of attentionBlocks(ops, q, k, v, scale, mask).reverse()) {
    const { start, end, weights, values } = block();
    const own = cutRows(ops, dy, start, end);
    const dScores = scoreGradient(ops, weights, ops.matMul(own, values, false, true));
    byQuery.unshift(ops.mul(ops.matMul(dScores, cutRows(ops, k, 0, end)), factor));
    const key = ops.matMul(dScores, ops.mul(cutRows(ops, q, start, end), factor), true); // [...P, end, d]
    const value = ops.matMul(weights, own, true); // [...P, end, e]
    const sum = rest ? { key: ops.add(rest.key, key), value: ops.add(rest.value, value) } : { key, value };
    byKey.unshift(cutRows(ops, sum.key, start, end));
    byValue.unshift(cutRows(ops, sum.value, start, end));
    rest = start === 0 ? undefined : { key: cutRows(ops, sum.key, 0, start), value: cutRows(ops, sum.value, 0, start) };
  }
  return [byQuery, byKey, byValue].map((blocks) => ops.concat(blocks, axis));
}
