import { constantScalar } from '../ops/constants';
import { largestFloat32 as largest } from '../ops/finite';
import type { TensorOps } from '../ops/interface';

/** What a training step counts over the tokens that causal heads saw, float32 [E] each. */
export interface ThresholdSums<T> {
  /** A threshold above which the heads' share of these tokens lies, 0 where there is none. */
  readonly place: T;
  /** 1 where there is one. */
  readonly found: T;
  /** Tokens above the threshold of now, those that were processed, and all that are no padding. */
  readonly above: T;
  readonly taken: T;
  readonly tokens: T;
}

/** What causal heads made of a batch. */
export interface SeenTokens<T> {
  /** float32 [E, B, T]: what is compared with thresholds (`selectionKeys`). */
  readonly logits: T;
  /** float32 [E] */
  readonly threshold: T;
  /** bool [E, B, N]: slots that hold a token. Default: what is above the threshold counts as taken. */
  readonly valid?: T;
  /** bool [B, T]: false marks padding. */
  readonly mask?: T;
}

/**
 * Sums over the tokens of a batch, from which `moveThresholds` makes thresholds; those of micro-batches may be added up. A place
 * is half-way between the (B·k)-th best logit of all rows and the next lower one that differs, so that all of a plateau of equal
 * logits lies above it: just below the lowest logit where no more than B·k are there, and none where so many are not finite. NaN and
 * −∞ do not count, since no threshold takes them. Work: that of sorting B·T logits for each head.
 * @param k tokens that a head is to take of each row
 */
export function thresholdSums<T>(ops: TensorOps<T>, seen: SeenTokens<T>, k: number): ThresholdSums<T> {
  const { logits, threshold, valid, mask } = seen;
  const [E, B, seqLen] = ops.typeOf(logits).shape as [number, number, number];
  const above = ops.greater(logits, ops.reshape(threshold, [E, 1, 1]));
  const counted = (flags: T) => ops.sum(ops.cast(flags, 'float32'), [1, 2]); // [E]
  const candidates = counted(mask === undefined ? above : ops.and(above, mask));
  return {
    ...placeOf(ops, logits, mask, B * k),
    above: candidates,
    taken: valid === undefined ? candidates : counted(valid),
    tokens: ops.broadcastTo(
      mask === undefined ? constantScalar(ops, B * seqLen) : ops.sum(ops.cast(mask, 'float32'), [0, 1]),
      [E],
    ),
  };
}

/** logits float32 [E, B, T] → `place` and `found` */
function placeOf<T>(ops: TensorOps<T>, logits: T, mask: T | undefined, count: number) {
  const [E, B, seqLen] = ops.typeOf(logits).shape as [number, number, number];
  const scalar = (value: number) => constantScalar(ops, value);
  const least = scalar(-largest);
  const ordered = ops.greaterEqual(logits, least); // neither NaN nor −∞
  const counts = mask === undefined ? ordered : ops.and(ordered, mask);
  const keys = ops.reshape(ops.where(counts, ops.minimum(logits, scalar(largest)), least), [E, B * seqLen]);
  const rank = Math.min(count, B * seqLen);
  const wanted = ops.slice(ops.topKValues(keys, rank), [0, rank - 1], [E, 1]);
  const flat = ops.reshape(counts, [E, B * seqLen]);
  const lowest = ops.neg(ops.max(ops.where(flat, ops.neg(keys), least), [1], true)); // [E, 1]
  const last = ops.maximum(wanted, lowest); // the lowest where there are fewer
  const next = ops.max(ops.where(ops.and(flat, ops.greater(last, keys)), keys, least), [1], true); // [E, 1]

  const half = scalar(0.5);
  const middle = ops.add(ops.mul(last, half), ops.mul(next, half));
  const between = ops.where(ops.greater(last, middle), middle, next); // neighbours have nothing between them
  const margin = ops.maximum(scalar(1), ops.mul(ops.maximum(last, ops.neg(last)), half));
  const below = ops.where(ops.greater(next, least), between, ops.sub(last, margin));
  const found = ops.and(ops.greater(scalar(largest / 4), last), ops.greater(last, scalar(-largest / 4))); // [E, 1]
  return {
    place: ops.reshape(ops.where(found, below, scalar(0)), [E]),
    found: ops.reshape(ops.cast(found, 'float32'), [E]),
  };
}

export interface ThresholdMove<T> {
  /** Share of tokens that a head is to take. */
  readonly share: number;
  /** float32 [] or [1]: share of the old threshold that is kept. */
  readonly keep: T;
  /** What thresholds follow: the place of that share among the logits, or the difference of the share above them to it. */
  readonly by: 'quantile' | 'rate';
  /**
   * What a threshold falls by where less than half of the share was taken, so that a head that got no tokens, and so no gradient,
   * does not stay without; and what it moves by at most where it follows the rate.
   */
  readonly step: number;
  /** Whether the step selected by expert choice: thresholds then follow the place, and nothing was taken by them. */
  readonly warmup: boolean;
}

/**
 * Thresholds after a training step, which is no part of the forward pass. One stays as it is where the batch has no place for it.
 * Since each is drawn to places among the logits, falling step by step takes it no further than step / (1 − keep) below them.
 * threshold float32 [E] → [E]
 */
export function moveThresholds<T>(
  ops: TensorOps<T>,
  threshold: T,
  { place, found, above, taken, tokens }: ThresholdSums<T>,
  { share, keep, by, step, warmup }: ThresholdMove<T>,
): T {
  const scalar = (value: number) => constantScalar(ops, value);
  if (by === 'rate' && !warmup) {
    const wanted = ops.maximum(ops.mul(tokens, scalar(share)), scalar(1e-30));
    const excess = ops.sub(ops.div(above, wanted), scalar(1));
    const bounded = ops.maximum(ops.minimum(excess, scalar(1)), scalar(-1));
    const seen = ops.greater(tokens, scalar(0));
    return ops.where(seen, ops.add(threshold, ops.mul(bounded, scalar(step))), threshold);
  }
  const mean = ops.div(place, ops.maximum(found, scalar(1)));
  const averaged = ops.add(ops.mul(threshold, keep), ops.mul(mean, ops.sub(scalar(1), keep)));
  const followed = ops.where(ops.greater(found, scalar(0)), averaged, threshold);
  if (warmup) return followed;
  const starves = ops.greater(ops.mul(tokens, scalar(share / 2)), taken);
  return ops.where(starves, ops.sub(followed, scalar(step)), followed);
}
