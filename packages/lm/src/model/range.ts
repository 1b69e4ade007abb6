import type { TensorOps } from '@mosa-js/core';

/** int32 [n]: 0, 1, … n − 1 */
export function range<T>(ops: TensorOps<T>, n: number): T {
  return ops.constant(
    Int32Array.from({ length: n }, (_, i) => i),
    [n],
    'int32',
  );
}
