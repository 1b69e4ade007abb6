import type { HostTensor, Shape } from '@mosa-js/core';
import type { ConformanceCase } from '../case';
import { graphCase } from '../graph-case';
import { odd, random, showShapes, signs } from '../values';

/** M, K and N, and the axes before them. */
interface Size {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly batch?: Shape;
}

const small: Size[] = [
  { m: 4, k: 7, n: 3 },
  { m: 4, k: 7, n: 5, batch: [2, 3] },
  { m: 1, k: 1, n: 1 },
  { m: 1, k: 64, n: 33, batch: [5] },
  { m: 2, k: 300, n: 2 },
  { m: 8, k: 4, n: 16, batch: [2, 1, 3] },
];

/** Edges of tiles from either side, long sums, many batches, vectors of four and not. */
const large: Size[] = [
  { m: 33, k: 17, n: 35 },
  { m: 64, k: 32, n: 64 },
  { m: 65, k: 48, n: 129, batch: [2] },
  { m: 130, k: 20, n: 68 },
  { m: 128, k: 16, n: 128 },
  { m: 96, k: 513, n: 40 },
  { m: 36, k: 4099, n: 33 },
  { m: 32, k: 2064, n: 32, batch: [2] },
  { m: 3, k: 2049, n: 5 },
  { m: 1, k: 5003, n: 7 },
  { m: 5, k: 3, n: 7, batch: [130] },
  { m: 33, k: 16, n: 33, batch: [70] },
  { m: 300, k: 2, n: 257 },
  { m: 70001, k: 3, n: 2 },
  { m: 2, k: 3, n: 70001 },
];

const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

export function productCases(): ConformanceCase[] {
  return [
    ...small.flatMap((size, index) => transposes.map(([a, b]) => roundedCase(size, a, b, index))),
    ...large.flatMap((size, index) =>
      // All four ways to lie in memory, for the larger sizes two of them in turn.
      transposes
        .slice(index < 7 ? 0 : (index % 2) * 2, index < 7 ? 4 : (index % 2) * 2 + 2)
        .map(([a, b]) => exactCase(size, a, b, index)),
    ),
    exactCase({ m: 1, k: 2, n: 1, batch: [65537] }, false, false, 1),
    exactCase({ m: 2, k: 1, n: 3, batch: [2, 33000] }, false, true, 2),
    graphCase(
      'op/matMul:NaN-and-infinity',
      () => notFinite(),
      (ops, { a, b }) => ops.matMul(a!, b!),
    ),
  ];
}

function shapesOf({ m, k, n, batch = [] }: Size, transposeA: boolean, transposeB: boolean): [Shape, Shape] {
  return [
    [...batch, ...(transposeA ? [k, m] : [m, k])],
    [...batch, ...(transposeB ? [n, k] : [k, n])],
  ];
}

function idOf(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean, data: string): string {
  return `op/matMul:${data}${showShapes(a, b)}${transposeA ? ';transposeA' : ''}${transposeB ? ';transposeB' : ''}`;
}

function roundedCase(size: Size, transposeA: boolean, transposeB: boolean, seed: number): ConformanceCase {
  const [a, b] = shapesOf(size, transposeA, transposeB);
  return graphCase(
    idOf(a, b, transposeA, transposeB, ''),
    { a: random(a, seed), b: random(b, seed + 10) },
    (ops, { a, b }) => ops.matMul(a!, b!, transposeA, transposeB),
  );
}

/**
 * Whole numbers of up to 13 bits times ±1 and 0, with sums below 2^24: exact in float32 in any order, and wrong in every
 * narrower format. A worst-case bound of a long product is wider than half precision, so it would not notice.
 */
function exactCase(size: Size, transposeA: boolean, transposeB: boolean, seed: number): ConformanceCase {
  const [a, b] = shapesOf(size, transposeA, transposeB);
  const most = Math.min(8191, Math.floor(2 ** 24 / size.k) | 1);
  return graphCase(
    idOf(a, b, transposeA, transposeB, 'exact;'),
    () => {
      const [wide, narrow] = seed % 2 === 0 ? [a, b] : [b, a];
      const numbers = [odd(wide, seed, most), signs(narrow, seed + 10)] as [HostTensor, HostTensor];
      return seed % 2 === 0 ? { a: numbers[0], b: numbers[1] } : { a: numbers[1], b: numbers[0] };
    },
    (ops, { a, b }) => ops.matMul(a!, b!, transposeA, transposeB),
  );
}

function notFinite(): Record<'a' | 'b', HostTensor> {
  const a = random([3, 4], 1);
  a.data[1] = Number.NaN;
  a.data[4] = Number.POSITIVE_INFINITY;
  return { a, b: random([4, 2], 2, 'float32', 1, 2) };
}
