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

/** Edges of tiles from either side, long sums, many batches; once each, in one of the ways to lie in memory. */
const large: [Size, transposeA: boolean, transposeB: boolean][] = [
  [{ m: 64, k: 32, n: 64 }, false, false],
  [{ m: 32, k: 16, n: 65 }, false, false],
  [{ m: 65, k: 16, n: 32 }, false, false],
  [{ m: 65, k: 48, n: 129, batch: [2] }, false, false],
  // Few results of many terms, which are cut in parts.
  [{ m: 32, k: 512, n: 32 }, false, false],
  [{ m: 32, k: 512, n: 65 }, false, false],
  [{ m: 65, k: 512, n: 32 }, false, false],
  [{ m: 65, k: 512, n: 65 }, false, false],
  [{ m: 96, k: 513, n: 40 }, true, false],
  [{ m: 36, k: 4099, n: 33 }, false, true],
  [{ m: 32, k: 2064, n: 32, batch: [2] }, true, true],
  [{ m: 3, k: 2049, n: 5 }, false, true],
  [{ m: 1, k: 5003, n: 7 }, true, false],
  [{ m: 5, k: 3, n: 7, batch: [130] }, true, true],
  [{ m: 33, k: 17, n: 33, batch: [70] }, false, false],
  [{ m: 300, k: 2, n: 257 }, false, false],
  [{ m: 70001, k: 3, n: 2 }, false, true],
  [{ m: 70001, k: 3, n: 2 }, true, false],
  [{ m: 2, k: 3, n: 70001 }, false, false],
  [{ m: 2, k: 3, n: 70001 }, true, true],
  [{ m: 1, k: 2, n: 1, batch: [65537] }, false, false],
  [{ m: 2, k: 1, n: 3, batch: [2, 33000] }, false, true],
];

/** What a real GPU, with its many workgroups, cuts in parts; too much for one in software. */
const largest: Size[] = [
  { m: 32, k: 16384, n: 65, batch: [3] },
  { m: 65, k: 16384, n: 32, batch: [3] },
  { m: 65, k: 52480, n: 65 },
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
    ...inVectors().map(([size, a, b], index) => exactCase(size, a, b, index)),
    ...large.map(([size, a, b], index) => exactCase(size, a, b, index)),
    ...largest.map((size, index) => exactCase(size, false, false, index, true)),
    graphCase(
      'op/matMul:NaN-and-infinity',
      () => notFinite(),
      (ops, { a, b }) => ops.matMul(a!, b!),
    ),
  ];
}

/** Operands and results whose rows are whole vectors of four or not, each in each of the four ways to lie in memory. */
function inVectors(): [Size, transposeA: boolean, transposeB: boolean][] {
  const found = new Map<string, [Size, boolean, boolean]>();
  for (const [a, b] of transposes) {
    for (const m of [36, 33]) {
      for (const k of [20, 17]) {
        for (const n of [36, 33]) {
          const rows = [a ? m : k, b ? k : n, n].map((width) => width % 4 === 0);
          const key = `${a} ${b} ${rows}`;
          if (!found.has(key)) found.set(key, [{ m, k, n }, a, b]);
        }
      }
    }
  }
  return [...found.values()];
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
function exactCase(size: Size, transposeA: boolean, transposeB: boolean, seed: number, large = false): ConformanceCase {
  const [a, b] = shapesOf(size, transposeA, transposeB);
  const most = Math.min(8191, 2 * Math.floor((2 ** 24 / size.k - 1) / 2) + 1);
  return graphCase(
    idOf(a, b, transposeA, transposeB, 'exact;'),
    () => {
      const [wide, narrow] = seed % 2 === 0 ? [a, b] : [b, a];
      const numbers = [odd(wide, seed, most), signs(narrow, seed + 10)] as [HostTensor, HostTensor];
      return seed % 2 === 0 ? { a: numbers[0], b: numbers[1] } : { a: numbers[1], b: numbers[0] };
    },
    (ops, { a, b }) => ops.matMul(a!, b!, transposeA, transposeB),
    { large },
  );
}

function notFinite(): Record<'a' | 'b', HostTensor> {
  const a = random([3, 4], 1);
  a.data[1] = Number.NaN;
  a.data[4] = Number.POSITIVE_INFINITY;
  return { a, b: random([4, 2], 2, 'float32', 1, 2) };
}
