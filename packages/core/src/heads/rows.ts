import { scoreScope } from '../graph/flops';
import { constantScalar, steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { isCausal } from './causal-config';
import type { HeadsConfig, MosaConfig } from './config';
import { type Projected, splitParts } from './dense';
import type { RotaryTable } from './rotary';

/** Router logits of each head for each token: tokens [B·T, h], router [E, h] → [E, B, T] */
export function routerLogits<T>(ops: TensorOps<T>, tokens: T, router: T, shape: readonly [number, number, number]): T {
  return ops.scope('router', () => ops.reshape(ops.matMul(router, tokens, false, true), shape));
}

/** Logits of the tokens in the slots, [E, B, N]. */
export function slotLogits<T>(ops: TensorOps<T>, logits: T, indices: T): T {
  const [E, B, T] = ops.typeOf(logits).shape as [number, number, number];
  return ops.gather(ops.reshape(logits, [E * B * T]), ops.add(indices, steps(ops, [E, B, 1], T)));
}

/** Scores of slots by their logits, [E, B, N]; 0 where a slot holds no token. @param threshold [E] of causal heads */
export function slotScores<T>(
  ops: TensorOps<T>,
  logit: T,
  valid: T | undefined,
  config: MosaConfig,
  threshold: T | undefined,
): T {
  const score = gate(ops, logit, config, threshold);
  return valid === undefined ? score : ops.where(valid, score, constantScalar(ops, 0));
}

/** What logits [E, B, N] let through. */
export function gate<T>(ops: TensorOps<T>, logit: T, config: MosaConfig, threshold: T | undefined): T {
  const score = ops.sigmoid(logit);
  if (!isCausal(config) || config.selection.gate !== 'excess') return score;
  return ops.sub(score, ops.reshape(ops.sigmoid(threshold!), [config.heads, 1, 1]));
}

/**
 * Query, key and value of the tokens in the slots, [E·B, N, h'] each, queries and keys rotated by the positions that the tokens
 * had in their sequence. tokens [B·T, h], rows int32 [E, B, N], qkv [E, h, 3h'], the table's positions [E, B, N]
 */
export function projectRows<T>(
  ops: TensorOps<T>,
  tokens: T,
  rows: T,
  qkv: T,
  { heads: E, dHead: d }: HeadsConfig,
  table: RotaryTable<T>,
): Projected<T> {
  const [, B, N] = ops.typeOf(rows).shape as [number, number, number];
  const h = ops.typeOf(tokens).shape[1]!;
  const selected = ops.reshape(ops.gather(tokens, rows), [E, B * N, h]); // [E, B·N, h]
  const projected = ops.scope('qkv', () => ops.matMul(selected, qkv)); // [E, B·N, 3h']
  const parts = ops.transpose(ops.reshape(projected, [E, B * N, 3, d]), [2, 0, 1, 3]); // [3, E, B·N, h']
  return splitParts(ops, parts, table, [E, B, N, d], [E * B, N, d]);
}

/**
 * Heads' results, scaled by the router's scores, back at their tokens and summed: attended [E·B, N, h'], score and rows
 * [E, B, N], out [E, h', h] → [B, T, h].
 * @param held bool [E, B, N]: slots that add something; the others add exactly 0 whatever was attended to
 */
export function mergeRows<T>(
  ops: TensorOps<T>,
  attended: T,
  { score, rows, held }: { readonly score: T; readonly rows: T; readonly held?: T },
  out: T,
  [B, T, h]: readonly [number, number, number],
): T {
  const [E, , N] = ops.typeOf(rows).shape as [number, number, number];
  const d = ops.typeOf(attended).shape[2]!;
  const column = (x: T) => ops.reshape(x, [E * B, N, 1]);
  const kept = scaleByScore(ops, attended, column(score), held === undefined ? undefined : column(held));
  const output = ops.scope('out', () => ops.matMul(ops.reshape(kept, [E, B * N, d]), out)); // [E, B·N, h]
  const scattered = ops.scatterAdd(ops.reshape(rows, [E * B * N]), ops.reshape(output, [E * B * N, h]), B * T);
  return ops.reshape(scattered, [B, T, h]);
}

/**
 * What heads attended to, times the router's scores, which is the router's gradient path: [...S, h'] × [...S, 1].
 * @param held bool [...S, 1]: the others are exactly 0 whatever was attended to
 */
export function scaleByScore<T>(ops: TensorOps<T>, attended: T, score: T, held: T | undefined): T {
  const scaled = ops.scope(scoreScope, () => ops.mul(attended, score));
  return held === undefined ? scaled : ops.where(held, scaled, constantScalar(ops, 0));
}
