import { constantInt, constantScalar } from './constants';
import type { TensorOps } from './interface';

/** int32 x from 0, below 2^20 → x mod n. Division may be off by one, which is put right. */
export function remainder<T>(ops: TensorOps<T>, x: T, n: number): T {
  const int = constantInt(ops, n);
  const quotient = ops.cast(ops.div(ops.cast(x, 'float32'), constantScalar(ops, n)), 'int32');
  const near = ops.sub(x, ops.mul(quotient, int)); // −n to 2n − 1
  const from0 = ops.where(ops.greater(constantInt(ops, 0), near), ops.add(near, int), near);
  return ops.where(ops.greaterEqual(from0, int), ops.sub(from0, int), from0);
}
