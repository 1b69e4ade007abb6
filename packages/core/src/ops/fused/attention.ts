import { MosaError, show } from '../../error';
import { sizeOf } from '../../types';
import { bool, float } from '../pointwise';
import type { Decomposition, GradientRule, InferRule } from '../rule';
import { batchOf, showAll, wantBroadcast, wantDType } from '../want';
import { attentionParts } from './attention-parts';

export const inferAttention: InferRule<'attention'> = ([q, k, v, mask], { causal, scale }, op) => {
  for (const x of [q!, k!, v!]) wantDType(op, x, float);
  const [m, d] = q!.shape.slice(-2);
  const [n, dk] = k!.shape.slice(-2);
  const [nv, e] = v!.shape.slice(-2);
  const batch = batchOf(q!, k!, v!);
  if (!batch || d !== dk || nv !== n || (causal && m !== n)) {
    const wanted = `q [...P, M, d], k [...P, N, d], v [...P, N, e]${causal ? ' with M = N' : ''}`;
    throw new MosaError('shape', op, wanted, showAll([q!, k!, v!]));
  }
  if (!Number.isFinite(scale)) throw new MosaError('config', `${op} scale`, 'a finite number', show(scale));
  if (mask) {
    wantDType(`${op} mask`, mask, bool);
    wantBroadcast(`${op} mask`, mask.shape, [...batch, m!, n!]);
  }
  return { shape: [...batch, m!, e!], dtype: 'float32' };
};

/** The attention op from primitives, in one piece. Work and memory: M·N a batch element. */
export const decomposeAttention: Decomposition<'attention'> = (ops, [q, k, v, mask], options) => {
  const { weights, values } = attentionParts(ops, q!, k!, v!, options, mask);
  return ops.matMul(weights, values);
};

export const attentionRule: GradientRule<'attention'> = {
  keep: (operands) => operands,
  pull: (ops, dy, [q, k, v, mask], { attributes, inputs }) => {
    const all = ops.attentionGradient(dy, q!, k!, v!, attributes, mask); // [|q| + |k| + |v|]
    let start = 0;
    return inputs.slice(0, 3).map(({ shape }) => {
      const size = sizeOf(shape);
      start += size;
      return ops.reshape(ops.slice(all, [start - size], [size]), shape);
    });
  },
};

/** FLOPs of both products. @param q its shape. @param n columns. @param output the result's size */
export function attentionFlops(q: number, n: number, output: number): number {
  return 2 * n * (q + output);
}
