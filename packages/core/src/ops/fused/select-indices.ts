import { compact } from '../compact';
import { constantInt, constantScalar, range } from '../constants';
import { largestFloat32 as largest } from '../finite';
import type { TensorOps } from '../interface';
import { bool } from '../pointwise';
import type { Decomposition, InferRule } from '../rule';
import { ranked, wantBroadcast, wantDType } from '../want';

export const inferSelectIndices: InferRule<'selectIndices'> = ([logits, valid], { k }, op) => {
  if (valid) {
    wantDType('select valid', valid, bool);
    wantBroadcast('select valid', valid.shape, logits!.shape);
  }
  return ranked(op, logits!, k, 'int32');
};

/**
 * The select op from primitives, exact on every backend. Only the k-th largest value is taken from the backend's topK
 * (backends agree on values, not on which of several equal ones they took); who is above it, and which of its equals
 * are still needed, is counted here. Work and memory: O(N) a row.
 */
export const decomposeSelectIndices: Decomposition<'selectIndices'> = <T>(
  ops: TensorOps<T>,
  inputs: readonly T[],
  { k }: { readonly k: number },
): T => {
  const [logits, valid] = inputs as [T, T?];
  const { shape } = ops.typeOf(logits); // [...S, N]
  const n = shape.at(-1)!;
  const rows = shape.slice(0, -1);
  if (k === n) return ops.broadcastTo(range(ops, n), shape);

  const nan = ops.isNaN(logits); // [...S, N]
  const plusInfinity = ops.greater(logits, constantScalar(ops, largest));
  const minusInfinity = ops.greater(constantScalar(ops, -largest), logits);
  const padding = valid === undefined ? undefined : ops.broadcastTo(ops.not(valid), shape);
  const unordered = ops.or(nan, minusInfinity);
  const replaced = padding === undefined ? unordered : ops.or(unordered, padding);
  const ordered = ops.not(replaced);
  // Backends disagree on how infinities rank, so they are replaced before a backend sees them.
  const keys = ops.where(
    replaced,
    constantScalar(ops, -largest),
    ops.where(plusInfinity, constantScalar(ops, largest), logits),
  );

  const kth = lastColumn(ops, ops.topKValues(keys, k)); // [...S, 1]
  const tied = ops.equal(keys, kth);
  // Best class first; inside a class the lower position is better. Together they are all the candidates, in rank order.
  const live = (kind: T) => (padding === undefined ? kind : ops.and(kind, ops.not(padding)));
  const classes = [
    ops.or(ops.greater(keys, kth), ops.and(tied, live(plusInfinity))), // the two never occur together
    ops.and(tied, ops.and(ordered, ops.not(plusInfinity))),
    ops.and(tied, live(minusInfinity)),
    ops.and(tied, live(nan)),
    ...(padding === undefined ? [] : [ops.and(tied, padding)]),
  ];
  const candidates = ops.concat(classes, -1); // [...S, C·N]
  const rank = ops.cumulativeSum(ops.cast(candidates, 'int32')); // 1-based
  const taken = ops.and(candidates, ops.greaterEqual(constantInt(ops, k), rank));
  // Of floats: tfjs's own WebGPU backend cannot look along an axis of integers that is not the last, and gives zeros without a word.
  const chosen = ops.max(ops.reshape(ops.cast(taken, 'float32'), [...rows, classes.length, n]), [-2]); // [...S, N], k ones a row

  return compact(ops, ops.greater(chosen, constantScalar(ops, 0)), k);
};

function lastColumn<T>(ops: TensorOps<T>, x: T): T {
  const { shape } = ops.typeOf(x);
  const last = shape.length - 1;
  return ops.slice(
    x,
    shape.map((size, axis) => (axis === last ? size - 1 : 0)),
    shape.map((size, axis) => (axis === last ? 1 : size)),
  );
}
