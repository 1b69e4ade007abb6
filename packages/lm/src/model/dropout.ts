import { constantScalar, type TensorOps } from '@mosa-js/core';

/**
 * Dropout masks are computed from keys, since no backend draws the same random numbers as another. A key is a residue
 * modulo p: two for each row (a from 1, a′ from 0) and two for each column (b, b′), drawn on the host for each step.
 *
 *   x₁ = a·b mod p        x₂ = (x₁ + a′)(x₁ + b′) mod p        keep where x₂ < threshold
 *
 * **Exact in float32.** All products are whole and below 4p² < 2^20, so float32 holds them exactly. y mod p is
 * y − p·⌊(y + ½)/p⌋. The true quotient (y + ½)/p is at least ½/p > 9.8e-4 away from every whole number; float32 computes
 * it as (y + ½)·(1/p), y + ½ exact, with two roundings of relative size 2^-24 (that of 1/p and of the product), an error
 * below 4p·2·2^-24 < 2.5e-4. So the floor is always right, even where a device's multiplication is three times coarser.
 * All backends and the float64 reference drop the same elements.
 *
 * **The share kept** is exact as well: a, b from 1 make x₁ ≠ 0; a′ and b′ are uniform over all residues, so both factors
 * are, independently. Their product is 0 in 2p − 1 of p² cases and each other residue in p − 1. So x₂ < t has probability
 * (p + t(p − 1))/p².
 */
export const prime = 509;

/**
 * Keys of a matrix: float32 [2, N] for rows (a, then a′), float32 [2, M] for columns. Of attention's probabilities: [2, B, M] for
 * queries, which all heads share, and [2, C] for keys, head after head, each at least as many as there are.
 */
export interface DropoutKeys<T> {
  readonly rows: T;
  readonly columns: T;
}

/** x₂ is kept below `threshold`; `share` is the exact probability of that, nearest to 1 − rate. */
export function keptShare(rate: number): { readonly threshold: number; readonly share: number } {
  const threshold = Math.max(Math.round(((1 - rate) * prime ** 2 - prime) / (prime - 1)), 1);
  return { threshold, share: (prime + threshold * (prime - 1)) / prime ** 2 };
}

/** Sets a share of the elements to 0 and scales the others, so that the mean stays. x float32 [N, M] → [N, M] */
export function dropout<T>(ops: TensorOps<T>, x: T, { rows, columns }: DropoutKeys<T>, rate: number): T {
  const [N, M] = ops.typeOf(x).shape as [number, number];
  const row = (i: number) => ops.reshape(ops.slice(rows, [i, 0], [1, N]), [N, 1]); // [N, 1]
  const column = (i: number) => ops.slice(columns, [i, 0], [1, M]); // [1, M]
  return dropBy(ops, x, row, column, rate); // [N, M]
}

/** The same of what queries make of keys: float32 [H, B, M, N] → [H, B, M, N] */
export function dropProbabilities<T>(ops: TensorOps<T>, x: T, { rows, columns }: DropoutKeys<T>, rate: number): T {
  const [H, B, M, N] = ops.typeOf(x).shape as [number, number, number, number];
  const row = (i: number) => ops.reshape(ops.slice(rows, [i, 0, 0], [1, B, M]), [1, B, M, 1]); // [1, B, M, 1]
  const column = (i: number) => ops.reshape(ops.slice(columns, [i, 0], [1, H * N]), [H, 1, 1, N]); // [H, 1, 1, N]
  return dropBy(ops, x, row, column, rate); // [H, B, M, N]
}

/** @param row the first or second key of each row, `column` of each column, in shapes that broadcast to that of x, [...S] */
function dropBy<T>(ops: TensorOps<T>, x: T, row: (i: 0 | 1) => T, column: (i: 0 | 1) => T, rate: number): T {
  const { threshold, share } = keptShare(rate);
  const first = modulo(ops, ops.mul(row(0), column(0))); // [...S]
  const second = modulo(ops, ops.mul(ops.add(first, row(1)), ops.add(first, column(1)))); // [...S]
  const kept = ops.greater(constantScalar(ops, threshold - 0.5), second); // [...S]
  return ops.where(kept, ops.mul(x, constantScalar(ops, 1 / share)), constantScalar(ops, 0)); // [...S]
}

/** y mod p for whole 0 ≤ y < 4p². float32 [...S] → [...S] */
export function modulo<T>(ops: TensorOps<T>, y: T): T {
  const quotient = ops.mul(ops.add(y, constantScalar(ops, 0.5)), constantScalar(ops, 1 / prime));
  const floor = ops.cast(ops.cast(quotient, 'int32'), 'float32');
  return ops.sub(y, ops.mul(floor, constantScalar(ops, prime)));
}
