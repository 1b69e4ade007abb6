import { constantInt, constantScalar, range, steps } from '../../ops/constants';
import type { TensorOps } from '../../ops/interface';
import { remainder } from '../../ops/remainder';
import type { DenseConfig, FixedConfig } from '../config';
import { combine, type DenseWeights, project } from '../dense';
import { rotaryWithin } from '../rotary';
import type { GroupStep, StepPlace } from './step';
import { writeRows } from './write-rows';

/** See `cacheTypes`. */
interface PairCache<T> {
  readonly keys: T;
  readonly values: T;
}

/**
 * Dense heads on the next tokens, or fixed ones, of which only every ρ-th token takes part. The cache has a row for each
 * position that takes part, so that sums go in the order of positions.
 */
export function denseStep<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: DenseConfig | FixedConfig,
  cache: PairCache<T>,
  { start, valid, positions }: StepPlace<T>,
): GroupStep<T> {
  const [B, t] = ops.typeOf(x).shape as [number, number, number];
  const { heads: E, dHead: d } = config;
  const every = config.kind === 'fixed' ? config.sparsity : 1;
  const N = Math.ceil(positions / every);
  const at = ops.add(ops.reshape(start, [B, 1]), range(ops, t)); // [B, t]
  const takesPart = every === 1 ? valid : ops.and(valid, ops.equal(remainder(ops, at, every), constantInt(ops, 0))); // [B, t]
  const table = rotaryWithin(ops, positions, config, at);
  const { q, k, v } = project(ops, x, weights, config, table); // [E, B, t, h']

  // The row of a position; −1 is no row.
  const place = every === 1 ? at : quotient(ops, at, every); // [B, t]
  const row = ops.add(place, steps(ops, [E, B, 1], N)); // [E, B, t]
  const rows = ops.where(takesPart, row, constantInt(ops, -1));
  const keys = writeRows(ops, cache.keys, rows, k);
  const values = writeRows(ops, cache.values, rows, v);

  const visible = ops.greaterEqual(ops.reshape(place, [B, t, 1]), range(ops, N)); // [B, t, N]
  const attended = ops.scope('attention', () =>
    ops.attention(q, keys, values, { scale: 1 / Math.sqrt(d), causal: false }, visible),
  ); // [E, B, t, h']
  const y = combine(ops, attended, weights); // [B, t, h]
  return {
    y: ops.where(ops.reshape(takesPart, [B, t, 1]), y, constantScalar(ops, 0)),
    cache: { keys, values },
  };
}

/** ⌊x / n⌋ of int32 x from 0, below 2^20. */
function quotient<T>(ops: TensorOps<T>, x: T, n: number): T {
  const whole = ops.cast(ops.sub(x, remainder(ops, x, n)), 'float32');
  // A multiple of n divided by n, and half more, so that rounding does not make it one less.
  return ops.cast(ops.add(ops.div(whole, constantScalar(ops, n)), constantScalar(ops, 0.5)), 'int32');
}
