import { hostTensor, type Shape } from '@mosa-js/core';
import { lowest, random } from '../values';
import type { SelectSpec } from './spec';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

/** Every class of the ranking in rows of every length: ±∞, the largest and the lowest number, NaN, padding, zeros of both signs. */
export function rankedSpecs(): SelectSpec[] {
  /** In each ten positions +∞, the largest, the lowest, −∞, NaN and five ordinary numbers. */
  const classes = (n: number) => () => {
    const x = random([2, n], n + 50);
    const five = [inf, -lowest, lowest, -inf, nan];
    for (let i = 0; i < 2 * n; i++) if (i % 10 < 5) x.data[i] = five[i % 10]!;
    return x;
  };
  /** Every other ten. */
  const tens = (n: number) => () =>
    hostTensor(
      Float32Array.from({ length: n }, (_, i) => Math.floor(i / 10) % 2),
      [n],
      'bool',
    );
  const zeros = (n: number) => () =>
    hostTensor(
      Float32Array.from({ length: n }, (_, i) => (i % 9 === 4 ? 1 : i % 9 === 7 ? -1 : i % 2 === 0 ? -0 : 0)),
      [1, n],
    );
  /** The largest of a row stand in several columns. */
  const peaks = (n: number) => () =>
    hostTensor(
      Float32Array.from({ length: 3 * n }, (_, i) => (i % n === 0 ? 2 : (i * 7) % 5 === 0 ? 3 : (i % 3) - 1)),
      [3, n],
    );
  const nanFirst = (n: number) => () => {
    const x = random([2, n], n);
    x.data[0] = nan;
    x.data[n] = nan;
    return x;
  };
  const scaled = (shape: Shape, seed: number, factor: number) => () => {
    const x = random(shape, seed);
    return { ...x, data: Float32Array.from(x.data, (value) => value * factor) };
  };
  const at = (tens: number, place: number) => Math.max(1, Math.floor(tens * place));
  return [
    // Ranks by tenths: +∞, the largest, ordinary numbers up to 7, the lowest, −∞, NaN.
    ...[20, 70, 300, 2100, 4200].flatMap((n) =>
      [0.5, 7.5, 8.5, 9.5].map((place) => ({ name: `classes:[2,${n}]`, logits: classes(n), k: at(n / 10, place) })),
    ),
    ...[20, 70, 300, 2100, 4200].flatMap((n) =>
      [0.5, 7.5, 8.5, 9.5, 12].map((place) => ({
        name: `classes;valid:[2,${n}]`,
        logits: classes(n),
        k: at(Math.floor(n / 20), place),
        valid: tens(n),
      })),
    ),
    ...[20, 70, 300, 2100, 4200].map((n) => ({
      name: `ties:signed-zero;[1,${n}]`,
      logits: zeros(n),
      k: Math.ceil(n / 2),
    })),
    // The best position alone.
    ...[7, 40, 300, 2100].flatMap((n): SelectSpec[] => [
      { name: `ties:best;[3,${n}]`, logits: peaks(n), k: 1 },
      { name: `nan:first;[2,${n}]`, logits: nanFirst(n), k: 1 },
      { name: `valid:best;[3,${n}]`, logits: peaks(n), k: 1, valid: () => random([3, n], n, 'bool') },
      {
        name: `valid:none;[2,${n}]`,
        logits: nanFirst(n),
        k: 1,
        valid: () => hostTensor(new Float32Array(n), [n], 'bool'),
      },
    ]),
    ...[110, 126, -100, -120].map((exponent) => ({
      name: `magnitude:2^${exponent};[2,40]`,
      logits: scaled([2, 40], exponent + 200, 2 ** exponent),
      k: 13,
    })),
    { name: 'magnitude:one-of-2^30;[2,40]', logits: scaled([2, 40], 44, 2 ** 30), k: 13 },
  ];
}
