import { constantInt, range } from './constants';
import type { TensorOps } from './interface';

/** Which row numbers are in range. int32 [...S] → bool [...S] */
export function rowsInRange<T>(ops: TensorOps<T>, rows: T, count: number): T {
  return ops.and(ops.greaterEqual(rows, constantInt(ops, 0)), ops.greater(constantInt(ops, count), rows));
}

/**
 * `setRows` by the other ops, for backends that have no kernel for it: each row is gathered from x and the values, laid after
 * each other. x [R, ...S], rows int32 [M], values [M, ...S] → [R, ...S]
 */
export function setRowsByGather<T>(ops: TensorOps<T>, x: T, rows: T, values: T): T {
  const count = ops.typeOf(x).shape[0]!; // R
  const given = ops.typeOf(rows).shape[0]!; // M
  // Those out of range share one row more, which nobody reads.
  const places = ops.where(rowsInRange(ops, rows, count), rows, constantInt(ops, count)); // [M]
  const numbers = ops.reshape(ops.add(range(ops, given), constantInt(ops, 1)), [given, 1]);
  const added = ops.reshape(ops.scatterAdd(places, numbers, count + 1), [count + 1]);
  // For each row the number of its value, from 1, or 0. Numbers of equal rows add up, and stay in range.
  const number = ops.minimum(ops.slice(added, [0], [count]), constantInt(ops, given)); // [R]
  const isSet = ops.greater(number, constantInt(ops, 0));
  const sources = ops.where(isSet, ops.add(number, constantInt(ops, count - 1)), range(ops, count));
  return ops.gather(ops.concat([x, values], 0), sources);
}
