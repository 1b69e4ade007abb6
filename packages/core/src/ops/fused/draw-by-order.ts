import { constantInt, constantScalar, range } from '../constants';
import { isFiniteNumber, largestFloat32 as largest } from '../finite';
import type { TensorOps } from '../interface';
import type { Decomposition } from '../rule';

/**
 * The draw from primitives: values in falling order, the running sum of their weights, and how many of these sums the draw has
 * passed. Equal logits weigh the same, so values alone say which rank is drawn; who has that rank is counted among its equals.
 * Memory: O(V) a row.
 */
export const decomposeDrawToken: Decomposition<'drawToken'> = <T>(ops: TensorOps<T>, inputs: readonly T[]): T => {
  const [logits, random, sampling] = inputs as [T, T, T];
  const { shape } = ops.typeOf(logits); // [...S, V]
  const size = shape.at(-1)!;
  const rows = shape.slice(0, -1);
  const finite = isFiniteNumber(ops, logits);
  const isMinusInfinity = ops.greater(constantScalar(ops, -largest), logits);
  const keys = ops.where(finite, logits, constantScalar(ops, -largest)); // backends disagree on how others rank
  const numbers = count(ops, finite); // [...S, 1]
  const odd = count(ops, ops.not(ops.or(finite, isMinusInfinity)));

  const sorted = ops.topKValues(keys, size); // [...S, V]
  const rank = rankOf(ops, sorted, numbers, random, sampling);
  const value = at(ops, sorted, rank); // [...S, 1]

  const same = ops.and(finite, ops.equal(keys, value));
  const above = count(ops, ops.greater(keys, value));
  const place = ops.add(ops.sub(rank, above), constantInt(ops, 1)); // among its equals, from 1
  const isDrawn = ops.and(same, ops.equal(ops.cumulativeSum(ops.cast(same, 'int32')), place));
  const id = ops.sum(ops.where(isDrawn, range(ops, size), constantInt(ops, 0)), [-1]); // [...S]
  const isGood = ops.and(ops.greater(numbers, constantInt(ops, 0)), ops.equal(odd, constantInt(ops, 0)));
  return ops.where(ops.reshape(isGood, rows), id, constantInt(ops, -1));
};

/** How many are drawn past: int32 [...S, 1]. @param numbers how many of a row are no −∞; these come first */
function rankOf<T>(ops: TensorOps<T>, sorted: T, numbers: T, random: T, sampling: T): T {
  const { shape } = ops.typeOf(sorted);
  const size = shape.at(-1)!;
  const rows = shape.slice(0, -1);
  const one = constantInt(ops, 1);
  const zero = constantScalar(ops, 0);
  const column = (x: T, from: number) => ops.slice(x, [...rows.map(() => 0), from], [...rows, 1]);
  const option = (place: number) => ops.reshape(ops.slice(sampling, [place], [1]), []);
  const [temperature, topK, topP] = [option(0), option(1), option(2)];
  const some = ops.where(ops.equal(topK, zero), constantInt(ops, size), ops.cast(topK, 'int32'));
  const limit = ops.where(ops.equal(temperature, zero), one, some);

  const best = column(sorted, 0);
  // 0 / 0 would be NaN.
  const far = ops.div(ops.sub(sorted, best), temperature);
  const weight = ops.where(ops.equal(sorted, best), constantScalar(ops, 1), ops.exp(far));
  const isKept = ops.greater(ops.minimum(numbers, limit), range(ops, size));
  const weights = ops.where(isKept, weight, zero);
  const masses = ops.cumulativeSum(weights);
  const total = column(masses, size - 1);
  const end = ops.sub(count(ops, ops.greater(weights, zero)), one);
  const reached = ops.minimum(count(ops, ops.greater(ops.mul(total, topP), masses)), end);
  const last = ops.where(ops.greater(constantScalar(ops, 1), topP), reached, end);
  const target = ops.mul(ops.reshape(random, [...rows, 1]), at(ops, masses, last));
  return ops.minimum(count(ops, ops.greaterEqual(target, masses)), last); // what rounding leaves is the last one's
}

/** How many of the last axis are true. bool [...S, N] → int32 [...S, 1] */
function count<T>(ops: TensorOps<T>, x: T): T {
  return ops.sum(ops.cast(x, 'int32'), [-1], true);
}

/** Element `index` of the last axis. float32 [...S, N], int32 [...S, 1] or [] → [...S, 1] */
function at<T>(ops: TensorOps<T>, x: T, index: T): T {
  const isThere = ops.equal(range(ops, ops.typeOf(x).shape.at(-1)!), index);
  return ops.sum(ops.where(isThere, x, constantScalar(ops, 0)), [-1], true);
}
