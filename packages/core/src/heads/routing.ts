import { constantScalar, steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { attendFused, type HeadOptions } from './attend';
import { type RoutingConfig, selectedCount } from './config';
import { combine } from './dense';
import { checkBatch, zeroPadding } from './padding';
import { rotaryAt, rotate } from './rotary';

/** Routing weights: `qk` [h'·E, h] (queries and keys are one), `value` [h'·E, h], `out` [h, h'·E], `centres` [E, ρ, h']. */
export interface RoutingWeights<T> {
  readonly qk: T;
  readonly value: T;
  readonly out: T;
  readonly centres: T;
}

/**
 * E routing heads (Routing Transformer; paper, section 4): each of ρ clusters takes the k tokens whose layer-normalised
 * query has the largest dot product with its centre, and attends causally among them. A token in several clusters gets
 * the mean of their results; one in none gets 0. x float32 [B, T, h] → [B, T, h]. Memory: E·B·(ρ·k² + T·(h' + ρ)).
 */
export function routing<T>(
  ops: TensorOps<T>,
  x: T,
  weights: RoutingWeights<T>,
  config: RoutingConfig,
  { mask, attend = attendFused }: HeadOptions<T> = {},
): T {
  const { B, T } = checkBatch(ops, x, config, mask);
  const { heads: E, dHead: d, sparsity: clusters } = config;
  const clean = zeroPadding(ops, x, mask);
  const query = routingQueries(ops, clean, weights.qk, config); // [E, B·T, h']
  const value = perHead(ops, clean, weights.value, config); // [E, B·T, h']

  const nearness = ops.scope('router', () => ops.matMul(weights.centres, query, false, true)); // [E, ρ, B·T]
  const k = selectedCount(config, T);
  const positions = ops.scope('selectIndices', () =>
    ops.selectIndices(ops.reshape(nearness, [E, clusters, B, T]), k, mask),
  ); // [E, ρ, B, k]
  const rows = ops.add(positions, ops.reshape(steps(ops, [E * B], T), [E, 1, B, 1])); // into [E·B·T, …]
  const members = [E * clusters * B, k, d];
  const take = (y: T) => ops.reshape(ops.gather(ops.reshape(y, [E * B * T, d]), rows), members); // [E·ρ·B, k, h']
  const table = rotaryAt(ops, T, config, ops.reshape(positions, [E * clusters * B, k]));
  const rotated = rotate(ops, take(query), table); // queries and keys at once
  const valid =
    mask === undefined ? undefined : ops.gather(ops.reshape(mask, [B * T]), ops.add(positions, steps(ops, [B, 1], T))); // [E, ρ, B, k]
  const visible = valid === undefined ? undefined : ops.reshape(valid, [E * clusters * B, 1, k]);
  const inClusters = { q: rotated, k: rotated, v: take(value) };
  const how = { scale: 1 / Math.sqrt(d), causal: true };
  const attended = attend(ops, inClusters, [E * clusters, B], how, visible); // [E·ρ·B, k, h']

  const mean = ops.scope('mean', () => meanByRow(ops, ops.reshape(rows, [E * clusters * B * k]), attended, E * B * T)); // [E·B·T, h']
  return zeroPadding(ops, combine(ops, ops.reshape(mean, [E, B, T, d]), weights), mask);
}

/** Layer-normalised queries (no gain, no bias), which are the keys too. x [B, T, h] → [E, B·T, h']. */
export function routingQueries<T>(ops: TensorOps<T>, x: T, qk: T, config: RoutingConfig): T {
  const projected = perHead(ops, x, qk, config);
  return ops.scope('norm', () => {
    const scale = constantScalar(ops, 1 / config.dHead);
    const centred = ops.sub(projected, ops.mul(ops.sum(projected, [-1], true), scale));
    const variance = ops.mul(ops.sum(ops.mul(centred, centred), [-1], true), scale);
    return ops.div(centred, ops.sqrt(ops.add(variance, constantScalar(ops, 1e-5))));
  });
}

function perHead<T>(ops: TensorOps<T>, x: T, weight: T, { heads: E, dHead: d }: RoutingConfig): T {
  const [B, T, h] = ops.typeOf(x).shape as [number, number, number];
  const projected = ops.scope('qkv', () => ops.matMul(ops.reshape(x, [B * T, h]), weight, false, true)); // [B·T, E·h']
  return ops.transpose(ops.reshape(projected, [B * T, E, d]), [1, 0, 2]);
}

/** Mean of the slots that name each row, 0 where none does: [rows, h']. */
function meanByRow<T>(ops: TensorOps<T>, indices: T, slots: T, rows: number): T {
  const [n, k, d] = ops.typeOf(slots).shape as [number, number, number];
  const total = ops.scatterAdd(indices, ops.reshape(slots, [n * k, d]), rows);
  const one = ops.broadcastTo(constantScalar(ops, 1), [n * k, 1]);
  const count = ops.scatterAdd(indices, one, rows); // [rows, 1]
  return ops.div(total, ops.maximum(count, constantScalar(ops, 1)));
}

/** What online k-means counts over tokens: for each centre, the sum of the queries nearest to it and how many they are. */
export interface CentreSums<T> {
  /** [E, ρ, h'] */
  readonly sum: T;
  /** [E, ρ, 1] */
  readonly count: T;
}

/**
 * The centres after a step of online k-means, which is no part of the forward pass: each centre moves towards the mean
 * of the queries nearest to it (ties to the lower cluster) and is made unit length again; one without queries stays.
 * centres [E, ρ, h'], queries [E, N, h'] from `routingQueries` → [E, ρ, h'].
 * @param decay share of the old centre that is kept, 0 to 1; 0.999 in the public Routing Transformer
 */
export function updateCentres<T>(ops: TensorOps<T>, centres: T, queries: T, decay = 0.999): T {
  return moveCentres(ops, centres, centreSums(ops, centres, queries), decay);
}

/**
 * The first half of `updateCentres`. Sums over some tokens and over others, added up, are those over all of them, as long
 * as the centres are the same. centres [E, ρ, h'], queries [E, N, h'].
 */
export function centreSums<T>(ops: TensorOps<T>, centres: T, queries: T): CentreSums<T> {
  const nearness = ops.matMul(centres, queries, false, true); // [E, ρ, N]
  const best = ops.equal(nearness, ops.max(nearness, [1], true)); // [E, ρ, N]
  const [E, clusters] = ops.typeOf(nearness).shape as [number, number, number];
  const byToken = ops.transpose(ops.cast(best, 'float32'), [0, 2, 1]); // [E, N, ρ]
  const first = ops.equal(ops.mul(byToken, ops.cumulativeSum(byToken)), constantScalar(ops, 1)); // the lowest of several
  const member = ops.cast(first, 'float32');
  const count = ops.reshape(ops.sum(member, [1]), [E, clusters, 1]);
  return { sum: ops.matMul(member, queries, true), count };
}

/** The second half of `updateCentres`, from sums over all tokens. centres [E, ρ, h'] → [E, ρ, h'] */
export function moveCentres<T>(ops: TensorOps<T>, centres: T, { sum, count }: CentreSums<T>, decay = 0.999): T {
  const mean = ops.div(sum, ops.maximum(count, constantScalar(ops, 1)));
  const moved = ops.add(ops.mul(centres, constantScalar(ops, decay)), ops.mul(mean, constantScalar(ops, 1 - decay)));
  const length = ops.sqrt(ops.sum(ops.mul(moved, moved), [-1], true));
  const unit = ops.div(moved, ops.maximum(length, constantScalar(ops, 1e-12)));
  const used = ops.broadcastTo(ops.greater(count, constantScalar(ops, 0)), ops.typeOf(unit).shape);
  return ops.where(used, unit, centres);
}
