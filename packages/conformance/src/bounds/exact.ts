import type { RefTensor } from '@mosa-js/reference';
import type { Bounded } from './bounded';

/** Digits that are looked for behind the binary point. */
const digits = 24;

/**
 * The largest power of two of which all elements are whole multiples; undefined where there is none of at least 2⁻²⁴, or
 * where an element is off by any error. Sums of such numbers are exact in any order as long as they stay below 1 ÷ u of
 * them, so that a backend which loses a single term, or digits of one, is found.
 */
export function gridOf({ value, error }: Bounded): number | undefined {
  let scale = 1;
  for (const element of value.data) {
    while (element * scale !== Math.trunc(element * scale)) {
      scale *= 2;
      if (scale > 2 ** digits) return undefined; // NaN and infinities end here, too
    }
  }
  return error.data.every((element: number) => element === 0) ? 1 / scale : undefined;
}

/** Σ|x| up to which sums of multiples of `grid` need no rounding. */
export function exactUpTo(grid: number | undefined, u: number): number {
  return grid === undefined ? -1 : grid / u;
}

export function largestOf({ data }: RefTensor): number {
  let largest = 0;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  return largest;
}

export function absolute(x: RefTensor): RefTensor {
  const data = Float64Array.from(x.data); // a mapping function would make this many times slower
  for (let i = 0; i < data.length; i++) data[i] = Math.abs(data[i]!);
  return { shape: x.shape, dtype: 'float32', data };
}
