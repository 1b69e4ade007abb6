import type { TensorOps } from '../ops/interface';
import type { DenseConfig, FixedConfig, LocalConfig } from './config';
import { checkBatch, zeroPadding } from './padding';
import { type RotaryTable, rotaryTable, rotaryWidthOf, rotate } from './rotary';

/** Weights of dense, local and fixed heads: `qkv` [3h'·E, h], split per head into [3h'] and then Q, K, V; `out` [h, h'·E]. */
export interface DenseWeights<T> {
  readonly qkv: T;
  readonly out: T;
}

export interface MaskOption<T> {
  /** bool [B, T]: false marks padding, which is not attended to and whose outputs are 0. */
  readonly mask?: T;
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
  { mask }: MaskOption<T> = {},
): T {
  const { B, T } = checkBatch(ops, x, config, mask);
  const table = rotaryOf(ops, config, T, 1);
  const { q, k, v } = project(ops, zeroPadding(ops, x, mask), weights, config, table);
  const visible = mask === undefined ? undefined : ops.reshape(mask, [B, 1, T]);
  const attended = ops.scope('attention', () =>
    ops.attention(q, k, v, { scale: 1 / Math.sqrt(config.dHead), causal: true }, visible),
  ); // [E, B, T, h']
  return zeroPadding(ops, combine(ops, attended, weights), mask);
}

/** Table for positions 0, step, 2·step, …: [T, h'] each. */
export function rotaryOf<T>(
  ops: TensorOps<T>,
  config: DenseConfig | FixedConfig,
  seqLen: number,
  step: number,
): RotaryTable<T> {
  const width = rotaryWidthOf(config);
  return rotaryTable(ops, seqLen, config.dHead, width, config.rotaryBase ?? 10000, step);
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
  const perHead = ops.transpose(ops.reshape(qkv, [B, T, E, 3 * d]), [2, 0, 1, 3]); // [E, B, T, 3h']
  const part = (i: number) => ops.slice(perHead, [0, 0, 0, i * d], [E, B, T, d]); // [E, B, T, h']
  return { q: rotate(ops, part(0), table), k: rotate(ops, part(1), table), v: part(2) };
}

/** Heads' outputs [E, B, T, h'] through W_O, summed: [B, T, h]. */
export function combine<T>(ops: TensorOps<T>, attended: T, weights: { readonly out: T }): T {
  const [E, B, T, d] = ops.typeOf(attended).shape as [number, number, number, number];
  const joined = ops.reshape(ops.transpose(attended, [1, 2, 0, 3]), [B * T, E * d]); // [B·T, E·h']
  const output = ops.scope('out', () => ops.matMul(joined, weights.out, false, true)); // [B·T, h]
  return ops.reshape(output, [B, T, ops.typeOf(output).shape[1]!]);
}
