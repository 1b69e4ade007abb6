import { constantScalar } from './constants';
import type { TensorOps } from './interface';

/** The largest finite float32. */
export const largestFloat32 = 3.4028234663852886e38;

/** Neither NaN nor infinite. float32 [...S] → bool [...S] */
export function isFiniteNumber<T>(ops: TensorOps<T>, x: T): T {
  const most = constantScalar(ops, largestFloat32);
  const least = constantScalar(ops, -largestFloat32);
  return ops.and(ops.greaterEqual(most, x), ops.greaterEqual(x, least)); // a comparison with NaN is false
}
