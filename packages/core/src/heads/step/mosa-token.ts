import { fate } from '../../ops/causal-state';
import { constantInt, steps } from '../../ops/constants';
import type { TensorOps } from '../../ops/interface';
import type { MosaConfig } from '../config';
import { splitParts } from '../dense';
import type { MosaWeights } from '../mosa';
import { rotaryWithin } from '../rotary';
import { gate, scaleByScore } from '../rows';
import type { MosaCache } from './mosa-step';
import type { GroupStep, StepPlace } from './step';
import { writeRows } from './write-rows';

/** What became of the token in each head. */
interface TokenChoice<T> {
  /** float32 [E, B, 1], and what it is ranked by. */
  readonly logits: T;
  readonly ranked: T;
  /** int32 [E, B, C + 1], from `causalSelect` */
  readonly fates: T;
}

/**
 * Causal MoSA heads on one token of each sequence: a head that processes it writes it over the entry that it evicts, or over
 * the first free one, and attends to its cache as it is then. Nothing of the cache is copied, and heads' results are added up
 * by the product with W_O itself.
 */
export function mosaToken<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  cache: Omit<MosaCache<T>, 'admitted'>,
  { start, positions }: StepPlace<T>,
  { logits, ranked, fates }: TokenChoice<T>,
): GroupStep<T> {
  const [B, , h] = ops.typeOf(x).shape as [number, number, number];
  const { heads: E, dHead: d } = config;
  const C = ops.typeOf(cache.logits).shape[2]!;
  const int = (value: number) => constantInt(ops, value);
  // Entries and the token at once, so that one pass through them tells all: nothing is cut out of what stands in one row.
  const behind = ops.constant(
    Int32Array.from({ length: C + 1 }, (_, i) => C - i),
    [C + 1],
    'int32',
  ); // 0 at the token
  const own = ops.max(ops.where(ops.equal(behind, int(0)), fates, int(fate.dropped)), [-1], true); // [E, B, 1]
  const processed = ops.greaterEqual(own, int(0));
  // Of C entries and a token that is processed at most C stay, so one of the entries does not.
  const free = ops.where(ops.equal(fates, int(fate.stays)), int(0), behind); // [E, B, C + 1]
  const entry = ops.sub(int(C), ops.max(free, [-1], true)); // [E, B, 1]: the first of them
  const score = gate(ops, logits, config, weights.threshold); // [E, B, 1]
  const row = ops.where(processed, ops.add(entry, steps(ops, [E, B, 1], C)), int(-1)); // −1 is no row
  const written = (old: T, now: T) => writeRows(ops, old, row, now);

  const at = ops.reshape(start, [B, 1]);
  const tokens = ops.broadcastTo(ops.reshape(x, [1, B, h]), [E, B, h]);
  const projected = ops.scope('qkv', () => ops.matMul(tokens, weights.qkv)); // [E, B, 3h']
  const parts = ops.transpose(ops.reshape(projected, [E, B, 3, d]), [2, 0, 1, 3]); // [3, E, B, h']
  const table = rotaryWithin(ops, positions, config, at);
  const { q, k, v } = splitParts(ops, parts, table, [E, B, 1, d]);
  const keys = written(cache.keys, k);
  const values = written(cache.values, v);
  const places = written(cache.positions, ops.broadcastTo(at, [E, B, 1]));

  const visible = ops.reshape(ops.greaterEqual(places, int(0)), [E, B, 1, C]);
  const attended = ops.scope('attention', () =>
    ops.attention(q, keys, values, { scale: 1 / Math.sqrt(d), causal: false }, visible),
  ); // [E, B, 1, h']
  const scaled = scaleByScore(ops, ops.reshape(attended, [E, B, d]), score, processed);
  const joined = ops.reshape(ops.transpose(scaled, [1, 0, 2]), [B, E * d]);
  const y = ops.scope('out', () => ops.matMul(joined, ops.reshape(weights.out, [E * d, h]))); // [B, h]

  const count = (flags: T) => ops.sum(ops.cast(flags, 'int32'), [1, 2]); // [E]
  return {
    y: ops.reshape(y, [B, 1, h]),
    cache: { keys, values, logits: written(cache.logits, ranked), positions: places },
    counts: {
      processed: count(processed),
      evicted: count(ops.and(ops.greaterEqual(fates, int(1)), ops.greater(int(fate.stays), fates))),
      dropped: count(ops.equal(own, int(fate.dropped))),
    },
  };
}
