import { MosaError } from '../../error';
import type { TensorOps } from '../../ops/interface';
import type { AttentionConfig, SingleConfig } from '../config';
import { headGroups } from '../groups';
import { checkBatch, zeroPadding } from '../padding';
import { groupWeights } from '../weights';
import { denseStep } from './dense-step';
import { localStep } from './local-step';
import { mosaStep } from './mosa-step';

/** Where tokens stand that come now. */
export interface StepPlace<T> {
  /** int32 [B]: position of each sequence's first token of these. */
  readonly start: T;
  /** int32 [B]: how many of each sequence's tokens are tokens; the others, behind them, are padding. */
  readonly lengths: T;
  /** bool [B, t]: the same, token by token. */
  readonly valid: T;
  /** Positions there are at most: start + lengths ≤ positions. */
  readonly positions: number;
  /** C of causal heads that have none of their own. */
  readonly capacity?: number;
}

export interface StepResult<T> {
  /** float32 [B, t, h]; padding gets 0. */
  readonly y: T;
  /** The cache after these tokens, by the names of `cacheTypes`. */
  readonly cache: Readonly<Record<string, T>>;
  /** int32 [E] of each group of causal heads, by its prefix: what became of these tokens, in all sequences. */
  readonly counts: Readonly<Record<string, StepCounts<T>>>;
}

export interface StepCounts<T> {
  /** Tokens that the head processed; entries that left its set; tokens that found no slot. */
  readonly processed: T;
  readonly evicted: T;
  readonly dropped: T;
}

/**
 * A layer on the next tokens of sequences whose earlier tokens are in the cache: what the layer would make of them in the whole
 * sequence, and the cache for the tokens after them. x float32 [B, t, h], t ≥ 1.
 * @param weights by name, as `weightShapes` lists
 * @param cache by name, as `cacheTypes` lists
 * @throws MosaError `config` for heads that look ahead; `shape` or `dtype`
 */
export function attentionStep<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  cache: Readonly<Record<string, T>>,
  place: StepPlace<T>,
): StepResult<T> {
  const next: Record<string, T> = {};
  const counts: Record<string, StepCounts<T>> = {};
  const results = headGroups(config).map(({ prefix, config: group }) => {
    checkBatch(ops, x, group, place.valid);
    const tokens = zeroPadding(ops, x, place.valid);
    const own = under(cache, prefix);
    const result = ops.scope(group.kind, () =>
      stepOf(ops, tokens, groupWeights(weights, prefix, group), group, own, place),
    );
    for (const [name, value] of Object.entries(result.cache)) next[`${prefix}${name}`] = value;
    if (result.counts) counts[prefix] = result.counts;
    return result.y; // [B, t, h]
  });
  return { y: results.reduce((a, b) => ops.add(a, b)), cache: next, counts };
}

/** What one group of heads makes of the tokens. */
export interface GroupStep<T> {
  readonly y: T;
  readonly cache: Readonly<Record<string, T>>;
  readonly counts?: StepCounts<T>;
}

function stepOf<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: SingleConfig,
  cache: Readonly<Record<string, T>>,
  place: StepPlace<T>,
): GroupStep<T> {
  switch (config.kind) {
    case 'mosa':
      return mosaStep(ops, x, weights as never, config, cache as never, place);
    case 'dense':
    case 'fixed':
      return denseStep(ops, x, weights as never, config, cache as never, place);
    case 'local':
      return localStep(ops, x, weights as never, config, cache as never, place);
    default:
      throw new MosaError(
        'config',
        'decoding',
        'causal heads',
        `${config.kind} heads, which look at the whole sequence`,
      );
  }
}

function under<T>(named: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  const inside = Object.entries(named).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(inside.map(([name, value]) => [name.slice(prefix.length), value]));
}
