import type { HostTensor, Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { joinOf } from '../joined-cases';
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
  [{ m: 65, k: 2048, n: 65 }, false, false],
  // Sides of 8, of which tiles of 32 are the smallest, and tiles of several batches.
  [{ m: 8, k: 16, n: 65, batch: [3] }, false, false],
  [{ m: 65, k: 16, n: 8, batch: [3] }, true, false],
  [{ m: 65, k: 16, n: 65, batch: [2] }, false, true],
  [{ m: 8, k: 512, n: 65, batch: [3] }, true, true],
  [{ m: 65, k: 512, n: 8, batch: [3] }, false, false],
  [{ m: 96, k: 513, n: 40 }, true, false],
  [{ m: 36, k: 4099, n: 33 }, false, true],
  [{ m: 32, k: 2064, n: 32, batch: [2] }, true, true],
  [{ m: 3, k: 2049, n: 5 }, false, true],
  [{ m: 1, k: 5003, n: 7 }, true, false],
  [{ m: 5, k: 3, n: 7, batch: [130] }, true, true],
  [{ m: 33, k: 17, n: 33, batch: [70] }, false, false],
  [{ m: 300, k: 2, n: 257 }, false, false],
  [{ m: 70001, k: 3, n: 2 }, false, true],
  [{ m: 2, k: 3, n: 70001 }, true, true],
  [{ m: 1, k: 2, n: 1, batch: [65537] }, false, false],
  [{ m: 2, k: 1, n: 3, batch: [2, 33000] }, false, true],
  // Matrix times vector.
  [{ m: 33, k: 130, n: 1 }, false, false],
  [{ m: 33, k: 131, n: 1 }, true, false],
  [{ m: 17, k: 300, n: 1, batch: [3] }, false, true],
  [{ m: 1, k: 131, n: 36 }, false, false],
  [{ m: 1, k: 130, n: 33 }, false, true],
  [{ m: 1, k: 258, n: 1, batch: [3] }, true, true],
  // Sides of whole tiles, which kernels of their own may do.
  [{ m: 64, k: 64, n: 64 }, false, true],
  [{ m: 128, k: 128, n: 128 }, false, false],
  [{ m: 128, k: 256, n: 64 }, true, false],
  [{ m: 5, k: 1024, n: 6 }, false, false],
  [{ m: 4, k: 2048, n: 4 }, false, true],
  [{ m: 3, k: 4, n: 256 }, false, false],
  [{ m: 3, k: 4, n: 512 }, false, true],
  [{ m: 2, k: 3, n: 1024 }, true, false],
  // Few results of sums so long that they are cut in parts where few invocations share one, in every way to lie in memory.
  [{ m: 2, k: 16641, n: 2 }, false, false],
  [{ m: 2, k: 16641, n: 3 }, true, false],
  [{ m: 2, k: 16641, n: 3 }, false, true],
  [{ m: 1, k: 16641, n: 3 }, true, true],
  // Few rows or columns, up to 8, and sums of whole vectors or not.
  [{ m: 8, k: 256, n: 36, batch: [2] }, false, false],
  [{ m: 6, k: 260, n: 65 }, true, false],
  [{ m: 8, k: 132, n: 33 }, false, true],
  [{ m: 7, k: 129, n: 36 }, true, true],
  [{ m: 36, k: 132, n: 8, batch: [2] }, false, true],
  [{ m: 40, k: 131, n: 5 }, true, false],
  [{ m: 36, k: 260, n: 1 }, true, false],
  // Long sums in many batches, and batches along several axes.
  [{ m: 17, k: 2050, n: 5, batch: [2] }, false, true],
  [{ m: 9, k: 1030, n: 7, batch: [3] }, true, false],
  [{ m: 2, k: 3, n: 12, batch: [300] }, false, false],
  [{ m: 3, k: 1, n: 4, batch: [6] }, true, false],
  [{ m: 3, k: 5, n: 4, batch: [2, 3, 2] }, false, true],
  [{ m: 3, k: 4, n: 2, batch: [2, 2, 1, 2] }, true, false],
];

/** What a real GPU, with its many workgroups, takes other tiles for or cuts in parts; too much for one in software. */
const largest: Size[] = [
  { m: 8, k: 16, n: 65, batch: [512] },
  { m: 65, k: 16, n: 8, batch: [512] },
  { m: 65, k: 16, n: 65, batch: [256] },
  { m: 9, k: 8192, n: 65, batch: [8] },
  { m: 65, k: 8192, n: 9, batch: [8] },
  { m: 65, k: 8192, n: 65, batch: [4] },
];

const transposes = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

export function productCases(): GraphCase[] {
  return [
    ...small.flatMap((size, index) => transposes.map(([a, b]) => roundedCase(size, a, b, index))),
    ...inVectors.map(([size, a, b], index) => exactCase(size, a, b, index)),
    everyVectorCase(),
    ...large.map(([size, a, b], index) => exactCase(size, a, b, index)),
    ...largest.map((size, index) => exactCase(size, false, false, index, true)),
    exactCase({ m: 70001, k: 3, n: 2 }, true, false, 1, true),
    exactCase({ m: 2, k: 3, n: 70001 }, false, false, 2, true),
    graphCase(
      'op/matMul:NaN-and-infinity',
      () => notFinite(),
      (ops, { a, b }) => ops.matMul(a!, b!),
    ),
    // NaN times 0 is NaN: no factor of 0 may be passed over.
    graphCase(
      'op/matMul:NaN-times-0',
      () => ({ left: withNaN([3, 6], [2, 9]), right: withNaN([6, 4], [1, 23]), zeros: signs([6, 6], 3) }),
      (ops, { left, right, zeros }) => ({
        left: ops.matMul(left!, zeros!),
        right: ops.matMul(zeros!, right!),
        turned: ops.matMul(right!, zeros!, true, true),
      }),
    ),
    graphCase(
      'op/matMul:infinity',
      () => {
        const x = random([4, 5], 7, 'float32', 1, 2);
        x.data[3] = Number.POSITIVE_INFINITY;
        x.data[11] = Number.NEGATIVE_INFINITY;
        return { x, y: random([4, 5], 8, 'float32', 1, 2) };
      },
      (ops, { x, y }) => ({
        left: ops.matMul(x!, y!, false, true),
        right: ops.matMul(y!, x!, false, true),
        turned: ops.matMul(y!, x!, true, false),
      }),
    ),
    // Factors beyond the range of narrower formats, whose products are within.
    graphCase(
      'op/matMul:magnitudes',
      () => ({ large: times(random([5, 18], 4), 2 ** 90), small: times(random([18, 6], 5), 2 ** -100) }),
      (ops, { large, small }) => ({
        product: ops.matMul(large!, small!),
        turned: ops.matMul(small!, large!, true, true),
      }),
    ),
    graphCase('op/matMul:with-itself', { x: odd([2, 12, 12], 6, 99) }, (ops, { x }) =>
      Object.fromEntries(transposes.map(([a, b]) => [`transposeA=${a};transposeB=${b}`, ops.matMul(x!, x!, a, b)])),
    ),
  ];
}

function withNaN(shape: Shape, places: readonly number[]): HostTensor {
  const x = random(shape, 2);
  for (const place of places) x.data[place] = Number.NaN;
  return x;
}

function times(x: HostTensor, factor: number): HostTensor {
  return { ...x, data: Float32Array.from(x.data, (value) => value * factor) };
}

/**
 * Operands and results whose rows are whole vectors of four or not, along K and across it: each alone in a few products,
 * all together in one case, since that takes a shader for each.
 */
const inVectors: [Size, transposeA: boolean, transposeB: boolean][] = [
  [{ m: 36, k: 20, n: 36 }, false, false],
  [{ m: 33, k: 17, n: 33 }, false, false],
  [{ m: 36, k: 20, n: 33 }, true, true],
  [{ m: 33, k: 17, n: 36 }, true, true],
];

function everyVectorCase(): GraphCase {
  const all = transposes.flatMap(([a, b]) =>
    [36, 33].flatMap((m) => [36, 33].flatMap((n) => [20, 17].map((k) => ({ size: { m, k, n }, a, b })))),
  );
  const members = all.map(({ size, a, b }, seed) => exactCase(size, a, b, seed));
  return joinOf('op/matMul:exact;every-vector', members, { large: true });
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

function roundedCase(size: Size, transposeA: boolean, transposeB: boolean, seed: number): GraphCase {
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
function exactCase(size: Size, transposeA: boolean, transposeB: boolean, seed: number, large = false): GraphCase {
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
