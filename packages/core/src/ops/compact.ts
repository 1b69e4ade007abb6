import { constantInt, range, steps } from './constants';
import type { TensorOps } from './interface';

/**
 * Where the chosen elements of the last axis stand, ascending: bool [...S, N] → int32 [...S, slots]. At most `slots` are chosen
 * in a row; slots beyond them hold 0. Work and memory: N a row.
 */
export function compact<T>(ops: TensorOps<T>, chosen: T, slots: number): T {
  const { shape } = ops.typeOf(chosen);
  const n = shape.at(-1)!;
  const rows = shape.slice(0, -1);
  const rowCount = rows.reduce((a, b) => a * b, 1);
  const ones = ops.cast(chosen, 'int32');
  // The i-th chosen one goes to slot i; the others add 0 to a spare slot.
  const slot = ops.where(chosen, ops.sub(ops.cumulativeSum(ones), constantInt(ops, 1)), constantInt(ops, slots)); // [...S, N]
  const flat = ops.add(slot, steps(ops, [...rows, 1], slots + 1));
  const found = ops.scatterAdd(
    ops.reshape(flat, [rowCount * n]),
    ops.reshape(ops.mul(ones, range(ops, n)), [rowCount * n, 1]),
    rowCount * (slots + 1),
  ); // [R·(slots + 1), 1]
  return ops.reshape(ops.slice(ops.reshape(found, [rowCount, slots + 1]), [0, 0], [rowCount, slots]), [...rows, slots]);
}
