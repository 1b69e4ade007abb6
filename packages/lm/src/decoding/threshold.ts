import { MosaError } from '@mosa-js/core';

/**
 * A threshold between two of these logits, above which about this share of them lies: of the two nearest places between
 * different logits the one that comes nearer to the share, the higher one where both are as near.
 * @param where which head, for messages
 * @throws MosaError `data` where a logit is NaN
 */
export function thresholdFor(
  logits: Float32Array,
  share: number,
  where: string,
): { readonly threshold: number; readonly above: number } {
  const odd = logits.findIndex((value) => Number.isNaN(value));
  if (odd >= 0) throw new MosaError('data', `logits of ${where}`, 'numbers', `NaN for token ${odd}`);
  const sorted = logits.slice().sort(); // ascending
  const n = sorted.length;
  const wanted = Math.min(Math.max(Math.round(share * n), 0), n);
  // Where a plateau begins and ends that the wanted place lies in: `low` logits are below it or `high` are not above it.
  let low = n - wanted;
  let high = low;
  while (low > 0 && low < n && sorted[low - 1] === sorted[low]) low -= 1;
  while (high > 0 && high < n && sorted[high] === sorted[high - 1]) high += 1;
  const takesAll = Math.abs(n - low - wanted) < Math.abs(n - high - wanted);
  const place = takesAll ? low : high;
  return { threshold: between(sorted, place), above: (n - place) / n };
}

/** A float32 number with `place` of the logits not above it. */
function between(sorted: Float32Array, place: number): number {
  const [below, above] = [sorted[place - 1], sorted[place]];
  if (below === undefined) return Math.fround(above! - step(above!)); // all are taken
  if (above === undefined) return Math.fround(below + step(below)); // none is
  const middle = Math.fround((below + above) / 2);
  // Two neighbours have nothing between them: equal to the lower one, it is above neither.
  return middle < above ? middle : below;
}

/** So much that adding it to a float32 number makes another one. */
function step(value: number): number {
  return Math.max(1, Math.abs(value) / 2);
}
