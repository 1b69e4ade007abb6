import type { TensorOps, Traced } from '@mosa-js/core';
import { largest, lowest } from './values';

/** Neither NaN nor infinite, told by comparisons, which are false of NaN. Written apart from what core does, which it judges. */
export function isFiniteNumber(ops: TensorOps<Traced>, x: Traced): Traced {
  const bound = (value: number) => ops.constant(Float64Array.of(value), [], 'float32');
  return ops.and(ops.greaterEqual(bound(largest), x), ops.greaterEqual(x, bound(lowest)));
}
