import { MosaError } from '../../error';
import { sameShape, sizeOf, type TensorType } from '../../types';
import { constantScalar } from '../constants';
import type { TensorOps } from '../interface';
import { float } from '../pointwise';
import type { Decomposition, GradientRule, InferRule } from '../rule';
import { showAll, wantDType } from '../want';
import { inferAttention } from './attention';
import { attentionParts } from './attention-parts';

export const inferAttentionGradient: InferRule<'attentionGradient'> = ([dy, ...operands], attributes, op) => {
  wantDType(op, dy!, float);
  const { shape } = inferAttention(operands, attributes, op);
  if (!sameShape(dy!.shape, shape)) throw new MosaError('shape', op, `dy [${shape}]`, showAll([dy!]));
  return { shape: [operands.slice(0, 3).reduce((sum, x) => sum + sizeOf(x.shape), 0)], dtype: 'float32' };
};

/** Attention's gradient from primitives, in one piece. Work and memory: M·N a batch element. */
export const decomposeAttentionGradient: Decomposition<'attentionGradient'> = (ops, [dy, q, k, v, mask], options) => {
  const { weights, values } = attentionParts(ops, q!, k!, v!, options, mask); // [...P, M, N]
  const dWeights = ops.matMul(dy!, values, false, true); // [...P, M, N]
  const dScores = scoreGradient(ops, weights, dWeights);
  const scale = constantScalar(ops, options.scale);
  const parts = [
    ops.mul(ops.matMul(dScores, k!), scale), // [...P, M, d]
    ops.matMul(dScores, ops.mul(q!, scale), true), // [...P, N, d]
    ops.matMul(weights, dy!, true), // [...P, N, e]
  ];
  return flatten(ops, parts);
};

/** A hidden column weighs 0, so its score gets 0. */
export function scoreGradient<T>(ops: TensorOps<T>, weights: T, dWeights: T): T {
  return ops.mul(weights, ops.sub(dWeights, ops.sum(ops.mul(dWeights, weights), [-1], true)));
}

/** What the op gives: all gradients, one behind the other. */
export function flatten<T>(ops: TensorOps<T>, parts: readonly T[]): T {
  const flat = parts.map((part) => ops.reshape(part, [sizeOf(ops.typeOf(part).shape)]));
  return ops.concat(flat, 0);
}

/** Graphs are differentiated without it: see `gradient`. */
export const attentionGradientRule: GradientRule<'attentionGradient'> = {
  pull: () => {
    throw new MosaError(
      'unsupported',
      'gradient of attentionGradient',
      'a graph in which it is decomposed',
      'one that has it',
    );
  },
};

/** FLOPs of five products: the scores once more, what dy makes of them, and one for each gradient. */
export function attentionGradientFlops(q: TensorType, v: TensorType): number {
  const columns = v.shape.at(-2)!;
  const rows = sizeOf(q.shape.slice(0, -1));
  return 2 * rows * columns * (3 * q.shape.at(-1)! + 2 * v.shape.at(-1)!);
}
