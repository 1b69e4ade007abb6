import { constantInt, range, steps } from '../../ops/constants';
import type { TensorOps } from '../../ops/interface';
import { remainder } from '../../ops/remainder';
import type { LocalConfig } from '../config';
import { combine, type DenseWeights, project } from '../dense';
import { zeroPadding } from '../padding';
import { rotaryWithin } from '../rotary';
import { windowOfCache } from './cache';
import type { GroupStep, StepPlace } from './step';
import { writeRows } from './write-rows';

/**
 * Local heads on the next tokens. The cache is a ring of the last 2w positions, more than a query's own block and the one before
 * it can reach back: position p stands in row p mod 2w.
 */
export function localStep<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: LocalConfig,
  cache: { readonly keys: T; readonly values: T },
  { start, lengths, valid, positions }: StepPlace<T>,
): GroupStep<T> {
  const [B, t] = ops.typeOf(x).shape as [number, number, number];
  const { heads: E, dHead: d } = config;
  const w = windowOfCache(config);
  const size = 2 * w;
  const at = ops.add(ops.reshape(start, [B, 1]), range(ops, t)); // [B, t]
  const table = rotaryWithin(ops, positions, { ...config, rotaryWidth: d }, at);
  const { q, k, v } = project(ops, x, weights, config, table); // [E, B, t, h']

  const row = ops.add(remainder(ops, at, size), steps(ops, [E, B, 1], size)); // [E, B, t]
  const end = ops.reshape(ops.add(start, lengths), [B, 1]);
  // Of more tokens than rows the last ones are written.
  const isLast = ops.greaterEqual(at, ops.sub(end, constantInt(ops, size)));
  const isKept = t > size ? ops.and(valid, isLast) : valid; // [B, t]
  const rows = ops.where(isKept, row, constantInt(ops, -1)); // −1 is no row
  const next = { keys: writeRows(ops, cache.keys, rows, k), values: writeRows(ops, cache.values, rows, v) };

  // One token is attended to where it was written. Several may have overwritten what the first of them sees, and stand beside it.
  const beside = (old: T, now: T, axis: number) => ops.concat([old, now], axis);
  const seen =
    t === 1
      ? { ...next, column: ringPositions(ops, at, size) }
      : {
          keys: beside(cache.keys, k, 2),
          values: beside(cache.values, v, 2),
          column: beside(ringPositions(ops, ops.reshape(ops.sub(start, constantInt(ops, 1)), [B, 1]), size), at, 1),
        };
  const n = ops.typeOf(seen.column).shape[1]!;
  // A query sees from the start of the block before its own up to itself.
  const first = ops.maximum(ops.sub(ops.sub(at, remainder(ops, at, w)), constantInt(ops, w)), constantInt(ops, 0)); // [B, t]
  const [query, column] = [ops.reshape(at, [B, t, 1]), ops.reshape(seen.column, [B, 1, n])];
  const visible = ops.and(ops.greaterEqual(column, ops.reshape(first, [B, t, 1])), ops.greaterEqual(query, column)); // [B, t, n]
  const attended = ops.scope('attention', () =>
    ops.attention(q, seen.keys, seen.values, { scale: 1 / Math.sqrt(d), causal: false }, visible),
  ); // [E, B, t, h']

  return { y: zeroPadding(ops, combine(ops, attended, weights), valid), cache: next };
}

/** The position in each row of a ring whose newest is `newest`, int32 [B, 1] from −1 → [B, size]: below 0 where there is none. */
function ringPositions<T>(ops: TensorOps<T>, newest: T, size: number): T {
  const back = ops.sub(ops.add(newest, constantInt(ops, size)), range(ops, size)); // [B, size], from 0
  return ops.sub(newest, remainder(ops, back, size));
}
