import { empty, type RefTensor } from '@mosa-js/reference';

/** A float64 value with the largest absolute error that correct arithmetic of the judged precision can have made. */
export interface Bounded {
  readonly value: RefTensor;
  /** Same shape, float32; all 0 for int32 and bool. */
  readonly error: RefTensor;
}

/**
 * Accuracy that is asked of a backend. Sums may run in any order. Elementary functions may be as coarse as WGSL allows,
 * the widest of the standards that our backends follow.
 */
export interface Arithmetic {
  /** Unit roundoff u: half the distance from 1 to the next number. */
  readonly unit: number;
  /** Values below this may be flushed to 0. */
  readonly tiny: number;
}

export const float32: Arithmetic = { unit: 2 ** -24, tiny: 2 ** -126 };
export const float64: Arithmetic = { unit: 2 ** -53, tiny: 2 ** -1022 };

/** Fills an error tensor for `value` element by element. */
export function withError(value: RefTensor, errorAt: (i: number) => number): Bounded {
  const error = empty(value.shape, 'float32');
  if (value.dtype === 'float32') {
    for (let i = 0; i < error.data.length; i++) error.data[i] = errorAt(i);
  }
  return { value, error };
}
