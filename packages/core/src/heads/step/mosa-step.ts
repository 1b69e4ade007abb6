import { fate } from '../../ops/causal-state';
import { compact } from '../../ops/compact';
import { constantInt, range, steps } from '../../ops/constants';
import type { TensorOps } from '../../ops/interface';
import { remainder } from '../../ops/remainder';
import { slotCount, slotsOf } from '../causal';
import { isCausal } from '../causal-config';
import type { CausalSelection, MosaConfig } from '../config';
import type { MosaWeights } from '../mosa';
import { rotaryAt } from '../rotary';
import { mergeRows, projectRows, routerLogits, slotLogits, slotScores } from '../rows';
import { selectionKeys } from '../selection-keys';
import { slotRows } from '../slot-rows';
import { capacityOf } from './cache';
import { mosaToken } from './mosa-token';
import type { GroupStep, StepPlace } from './step';

/** See `cacheTypes`. */
export interface MosaCache<T> {
  readonly keys: T;
  readonly values: T;
  /** What entries are ranked by. */
  readonly logits: T;
  readonly positions: T;
  readonly admitted: T;
}

/**
 * Causal MoSA heads on the next tokens, x float32 [B, t, h] with 0 for padding. A query sees the entries of the cache that are
 * not evicted before it, and the processed tokens among these up to itself. Entries stand in the cache in any order.
 */
export function mosaStep<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  cache: MosaCache<T>,
  place: StepPlace<T>,
): GroupStep<T> {
  const { start, lengths, valid, positions, capacity: given } = place;
  const [B, t, h] = ops.typeOf(x).shape as [number, number, number];
  const { heads: E, dHead: d, includeFirst } = config;
  const C = capacityOf(config, given);
  const { slots } = (isCausal(config) ? config.selection : {}) as Partial<CausalSelection>;
  const int = (value: number) => constantInt(ops, value);
  const tokens = ops.reshape(x, [B * t, h]);
  const logits = routerLogits(ops, tokens, weights.router, [E, B, t]);
  const ranked = ops.scope('select', () => selectionKeys(ops, logits, config, start)); // [E, B, t]

  const fates = ops.scope('select', () =>
    ops.causalSelect(
      ranked,
      weights.threshold!,
      { capacity: C, slots, includeFirst },
      { state: { start, logits: cache.logits, positions: cache.positions, admitted: cache.admitted }, valid },
    ),
  ); // [E, B, C + t]
  const own = ops.slice(fates, [0, 0, C], [E, B, t]);
  const admitted = slots ? admittedAfter(ops, own, cache.admitted, start, lengths, slots.block) : cache.admitted;
  if (t === 1) {
    const token = mosaToken(ops, x, weights, config, cache, place, { logits, ranked, fates });
    return { ...token, cache: { ...token.cache, admitted } };
  }
  const held = ops.slice(fates, [0, 0, 0], [E, B, C]);
  const N = slotCount({ rule: 'causal', slots }, t, true);
  const choice = slotsOf(ops, own, N); // indices among these tokens
  const at = ops.minimum(ops.add(choice.indices, ops.reshape(start, [B, 1])), int(positions - 1)); // [E, B, N]

  const rows = slotRows(ops, choice.indices, choice.valid, t); // [E, B, N]
  const logit = slotLogits(ops, logits, choice.indices); // [E, B, N]
  const score = slotScores(ops, logit, choice.valid, config, weights.threshold);
  const rankedBy = ranked === logits ? logit : slotLogits(ops, ranked, choice.indices);
  const { q, k, v } = projectRows(ops, tokens, rows, weights.qkv, config, rotaryAt(ops, positions, config, at)); // [E·B, N, h']
  const beside = (old: T, now: T) => ops.concat([ops.reshape(old, [E * B, C, d]), now], 1); // [E·B, C + N, h']
  const keys = beside(cache.keys, k);
  const values = beside(cache.values, v);

  const ends = ops.concat([held, choice.evictedAt], -1); // [E, B, C + N]: not above any position where there is no token
  const notLater = ops.greaterEqual(ops.reshape(range(ops, N), [N, 1]), ops.sub(range(ops, C + N), int(C))); // [N, C + N]
  const stillThere = ops.greater(ops.reshape(ends, [E * B, 1, C + N]), ops.reshape(at, [E * B, N, 1]));
  const visible = ops.and(stillThere, notLater); // [E·B, N, C + N]
  const attended = ops.scope('attention', () =>
    ops.attention(q, keys, values, { scale: 1 / Math.sqrt(d), causal: false }, visible),
  ); // [E·B, N, h']
  const y = mergeRows(ops, attended, { score, rows, held: choice.valid }, weights.out, [B, t, h]);

  const stays = ops.equal(ends, int(fate.stays)); // [E, B, C + N]
  const kept = compact(ops, stays, C); // [E, B, C]
  const row = ops.add(kept, steps(ops, [E, B, 1], C + N));
  const take = (values: T, width: number[]) => ops.gather(ops.reshape(values, [E * B * (C + N), ...width]), row);
  const occupied = ops.greater(ops.sum(ops.cast(stays, 'int32'), [-1], true), range(ops, C));
  const count = (flags: T) => ops.sum(ops.cast(flags, 'int32'), [1, 2]); // [E]
  return {
    y,
    cache: {
      keys: take(keys, [d]),
      values: take(values, [d]),
      logits: take(ops.concat([cache.logits, rankedBy], -1), []),
      positions: ops.where(occupied, take(ops.concat([cache.positions, at], -1), []), int(-1)),
      admitted,
    },
    counts: {
      processed: count(choice.valid),
      evicted: count(ops.and(ops.greaterEqual(ends, int(1)), ops.greater(int(fate.stays), ends))),
      dropped: ops.sum(choice.dropped, [1]),
    },
  };
}

/** Tokens admitted in the block of the next position, before it: int32 [E, B]. */
function admittedAfter<T>(ops: TensorOps<T>, own: T, before: T, start: T, lengths: T, block: number): T {
  const [, B, t] = ops.typeOf(own).shape as [number, number, number];
  const blockStart = (position: T) => ops.sub(position, remainder(ops, position, block)); // [B]
  const current = blockStart(ops.add(start, lengths));
  const at = ops.add(ops.reshape(start, [B, 1]), range(ops, t)); // [B, t]
  const inBlock = ops.greaterEqual(at, ops.reshape(current, [B, 1]));
  const processed = ops.greaterEqual(own, constantInt(ops, 0));
  const here = ops.sum(ops.cast(ops.and(processed, inBlock), 'int32'), [-1]); // [E, B]
  const sameBlock = ops.equal(current, blockStart(start)); // [B]
  return ops.add(here, ops.where(sameBlock, before, constantInt(ops, 0)));
}
