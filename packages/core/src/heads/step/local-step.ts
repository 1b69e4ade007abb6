import { constantInt, range, steps } from '../../ops/constants';
import type { TensorOps } from '../../ops/interface';
import { remainder } from '../../ops/remainder';
import type { LocalConfig } from '../config';
import { combine, type DenseWeights, project } from '../dense';
import { zeroPadding } from '../padding';
import { rotaryAtPositions } from '../rotary';
import { windowOfCache } from './cache';
import type { GroupStep, StepPlace } from './step';

/**
 * Local heads on the next tokens. The cache has the last 2w positions in order, the newest at its end: more than a query's own
 * block and the one before it can reach back.
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
  const n = size + t;
  const at = ops.add(ops.reshape(start, [B, 1]), range(ops, t)); // [B, t]
  const table = rotaryAtPositions(ops, positions, { ...config, rotaryWidth: d }, at);
  const { q, k, v } = project(ops, x, weights, config, table); // [E, B, t, h']
  const keys = ops.concat([cache.keys, k], 2); // [E, B, 2w + t, h']
  const values = ops.concat([cache.values, v], 2);

  // Column c stands at start − 2w + c. A query sees from the start of the block before its own up to itself.
  const column = ops.add(ops.reshape(ops.sub(start, constantInt(ops, size)), [B, 1]), range(ops, n)); // [B, n]
  const first = ops.sub(ops.sub(at, remainder(ops, at, w)), constantInt(ops, w)); // [B, t]
  const within = (low: T, x: T) => ops.greaterEqual(x, low);
  const seen = ops.and(
    within(ops.reshape(first, [B, t, 1]), ops.reshape(column, [B, 1, n])),
    ops.greaterEqual(ops.reshape(at, [B, t, 1]), ops.reshape(column, [B, 1, n])),
  ); // [B, t, n]
  const exists = ops.greaterEqual(column, constantInt(ops, 0)); // [B, n]
  const visible = ops.and(seen, ops.reshape(exists, [B, 1, n]));
  const attended = ops.scope('attention', () =>
    ops.attention(q, keys, values, { scale: 1 / Math.sqrt(d), causal: false }, visible),
  ); // [E, B, t, h']

  // Moved up by as many as came.
  const from = ops.add(ops.reshape(lengths, [B, 1]), range(ops, size)); // [B, 2w]
  const row = ops.add(from, steps(ops, [E, B, 1], n)); // [E, B, 2w]
  const moved = (all: T) => ops.gather(ops.reshape(all, [E * B * n, d]), row);
  return {
    y: zeroPadding(ops, combine(ops, attended, weights), valid),
    cache: { keys: moved(keys), values: moved(values) },
  };
}
