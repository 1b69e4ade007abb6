import type { TensorOps } from '../ops/interface';
import type { Shape } from '../types';
import { attendFused, type HeadOptions } from './attend';
import type { DenseConfig, FixedConfig, LocalConfig } from './config';
import { checkBatch, zeroPadding } from './padding';
import { type RotaryTable, rotaryTable, rotaryWidthOf, rotate } from './rotary';

/** Weights of dense, local and fixed heads: `qkv` [3h'·E, h], split per head into [3h'] and then Q, K, V; `out` [h, h'·E]. */
export interface DenseWeights<T> {
  readonly qkv: T;
  readonly out: T;
}

/** Queries, keys and values of every head, [E, B, T, h'] each, queries and keys rotated. */
export interface Projected<T> {
  readonly q: T;
  readonly k: T;
  readonly v: T;
}

/** E dense causal heads. x float32 [B, T, h] → [B, T, h]. The only head that builds [E, B, T, T]. */
export function dense<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: DenseConfig,
  { mask, attend }: HeadOptions<T> = {},
): T {
  checkBatch(ops, x, config, mask);
  return zeroPadding(ops, causalHeads(ops, zeroPadding(ops, x, mask), weights, config, { mask, attend }), mask);
}

/**
 * Dense causal heads among the tokens of x float32 [B, N, h], which stood at 0, step, 2·step, … → [B, N, h].
 * @param options mask bool [B, N]: which of them are tokens
 */
export function causalHeads<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: DenseConfig | FixedConfig,
  { mask, attend = attendFused }: HeadOptions<T>,
  step = 1,
): T {
  const [B, N] = ops.typeOf(x).shape as [number, number, number];
  const table = rotaryTable(ops, N, config, rotaryWidthOf(config), step);
  const projected = project(ops, x, weights, config, table);
  const visible = mask === undefined ? undefined : ops.reshape(mask, [B, 1, N]);
  const how = { scale: 1 / Math.sqrt(config.dHead), causal: true };
  const attended = attend(ops, projected, [config.heads, B], how, visible); // [E, B, N, h']
  return combine(ops, attended, weights);
}

/** x [B, T, h] → queries, keys, values. */
export function project<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  { heads: E, dHead: d }: DenseConfig | LocalConfig | FixedConfig,
  table: RotaryTable<T>,
): Projected<T> {
  const [B, T, h] = ops.typeOf(x).shape as [number, number, number];
  const qkv = ops.scope('qkv', () => ops.matMul(ops.reshape(x, [B * T, h]), weights.qkv, false, true)); // [B·T, E·3h']
  const parts = ops.transpose(ops.reshape(qkv, [B, T, E, 3, d]), [3, 2, 0, 1, 4]); // [3, E, B, T, h']
  return splitParts(ops, parts, table, [E, B, T, d]);
}

/**
 * Queries and keys, rotated in one, and values: parts [3, …S] of a projection.
 * @param rows shape of one of them, to whose rows the table's positions broadcast
 * @param shape the same elements in the shape that is wanted. Default: rows
 */
export function splitParts<T>(
  ops: TensorOps<T>,
  parts: T,
  table: RotaryTable<T>,
  rows: Shape,
  shape: Shape = rows,
): Projected<T> {
  const cut = (x: T, begin: number, count: number) => {
    const [, ...rest] = ops.typeOf(x).shape;
    return ops.slice(x, [begin, ...rest.map(() => 0)], [count, ...rest]);
  };
  const turned = rotate(ops, ops.reshape(cut(parts, 0, 2), [2, ...rows]), table);
  const part = (x: T, i: number) => ops.reshape(cut(x, i, 1), shape);
  return { q: part(turned, 0), k: part(turned, 1), v: part(parts, 2) };
}

/** Heads' outputs [E, B, T, h'] through W_O, summed: [B, T, h]. */
export function combine<T>(ops: TensorOps<T>, attended: T, weights: { readonly out: T }): T {
  const [E, B, T, d] = ops.typeOf(attended).shape as [number, number, number, number];
  const joined = ops.reshape(ops.transpose(attended, [1, 2, 0, 3]), [B * T, E * d]); // [B·T, E·h']
  const output = ops.scope('out', () => ops.matMul(joined, weights.out, false, true)); // [B·T, h]
  return ops.reshape(output, [B, T, ops.typeOf(output).shape[1]!]);
}
