import type { HostTensor } from '@mosa-js/core';
import type { CausalSelectOptions } from '@mosa-js/core/adapter';
import type { Bounded } from '../../bounds/bounded';
import type { DifferingRow } from '../margin';

type Elements = Pick<HostTensor, 'shape'> & { readonly data: ArrayLike<number> };

/** A causal selection without a state: logits [E, B, T], threshold [E], `valid` [B, T], and what came of it in float64. */
export interface Course {
  readonly logits: Bounded;
  readonly threshold: Elements;
  readonly valid?: Elements;
  readonly options: CausalSelectOptions;
  /** int32 [E, B, T] */
  readonly fates: Elements;
}

/**
 * How far each token is from another decision, in float64: from its head's threshold, and at the C-th place, where that is
 * near; infinity where no number decides. [E·B·T]
 */
export function marginsOf({ logits, threshold, valid, options, fates }: Course): Float64Array {
  const [, B, T] = logits.value.shape as [number, number, number];
  const { capacity = Number.POSITIVE_INFINITY, includeFirst = false } = options;
  const margins = new Float64Array(logits.value.data.length).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row * T < margins.length; row++) {
    const limit = threshold.data[Math.floor(row / B)]!;
    const set: { readonly position: number; readonly key: number }[] = [];
    for (let t = 0; t < T; t++) {
      const at = row * T + t;
      const isFirst = includeFirst && t === 0;
      const key = isFirst ? Number.POSITIVE_INFINITY : logits.value.data[at]!;
      if (Number.isNaN(key) || (valid && valid.data[(row % B) * T + t] === 0)) continue;
      const [last, before] = set.map((entry) => entry.key).sort((a, b) => a - b) as [number, number];
      const atThreshold = isFirst ? Number.POSITIVE_INFINITY : distance(key, limit);
      const isFull = set.length >= capacity;
      const entering = isFull ? distance(key, last) : Number.POSITIVE_INFINITY;
      // Who leaves when it enters: the last, or the one before it.
      const leaving = isFull && key > last && before !== undefined ? distance(before, last) : Number.POSITIVE_INFINITY;
      // A token below the threshold cannot be decided at the C-th place.
      const atCapacity = key > limit || isFirst ? Math.min(entering, leaving) : Number.POSITIVE_INFINITY;
      margins[at] = Math.min(atThreshold, atCapacity);
      if (fates.data[at]! >= 0) set.push({ position: t, key });
      const left = set.findIndex(({ position }) => fates.data[row * T + position] === t);
      if (left >= 0) set.splice(left, 1);
    }
  }
  return margins;
}

/** The rows in which a selection takes another course, with the margin of the first decision that is another. */
export function partingRows(actual: Elements, course: Course): DifferingRow[] {
  const { logits, fates } = course;
  const T = fates.shape.at(-1)!;
  const margins = marginsOf(course);
  const rows: DifferingRow[] = [];
  for (let row = 0; row * T < fates.data.length; row++) {
    const of = ({ data }: Elements) => Array.from({ length: T }, (_, i) => data[row * T + i]!);
    const [got, wanted] = [of(actual), of(fates)];
    const at = got.findIndex((_, t) => !decidedAlike(got, wanted, t));
    if (at < 0) continue;
    const bounds = logits.error.data.slice(row * T, (row + 1) * T);
    rows.push({ row, got, wanted, margin: margins[row * T + at]!, bound: Math.max(...bounds) });
  }
  return rows;
}

/** Whether the same became of token t, and the same tokens were evicted by it. */
function decidedAlike(a: readonly number[], b: readonly number[], t: number): boolean {
  const entered = (fates: readonly number[]) => (fates[t]! >= 0 ? 0 : fates[t]);
  return entered(a) === entered(b) && a.every((end, j) => (end === t) === (b[j] === t));
}

function distance(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b);
}
