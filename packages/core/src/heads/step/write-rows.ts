import type { TensorOps } from '../../ops/interface';

/**
 * A cache with rows of its tensors replaced: cache [E, B, N, …S], now [E, B, t, …S], and rows int32 of E·B·t elements, which count
 * through [E·B·N]; −1 is no row.
 */
export function writeRows<T>(ops: TensorOps<T>, cache: T, rows: T, now: T): T {
  const { shape } = ops.typeOf(cache);
  const [E, B, N, ...width] = shape as [number, number, number, ...number[]];
  const t = ops.typeOf(now).shape[2]!;
  const written = ops.setRows(
    ops.reshape(cache, [E * B * N, ...width]),
    ops.reshape(rows, [E * B * t]),
    ops.reshape(now, [E * B * t, ...width]),
  );
  return ops.reshape(written, shape);
}
