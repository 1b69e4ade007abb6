import { type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type ConformanceCase, groupOf } from './case';
import { type GraphCase, graphCase } from './graph-case';
import { joinedCases } from './joined-cases';
import { closest, random, shapesThatSpread } from './values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const lowest = -3.4028234663852886e38;

interface SelectSpec {
  /** Too large for a GPU in software. Default false. */
  readonly large?: boolean;
  /** Run as the backend does it only, since others of its kind run by the decomposition, too. Default false. */
  readonly whole?: boolean;
  readonly name: string;
  readonly logits: HostTensor | (() => HostTensor);
  readonly k: number;
  readonly valid?: HostTensor | (() => HostTensor);
}

/** Selection has one right answer, by the backend's kernel (if it has one) and by the decomposition. */
export function selectCases(): ConformanceCase[] {
  const alone = [...selectSpecs(), ...rankedSpecs(), ...sizedSpecs()].map(
    ({ name, logits, k, valid, large = false, whole = false }) =>
      graphCase(
        `select/${name};k=${k}`,
        () => ({ logits: made(logits), ...(valid ? { valid: made(valid) } : {}) }),
        (ops, { logits, valid }) => ops.select(logits!, k, valid),
        { alone: !whole, large, stage: 'selection' },
      ),
  );
  const masks = [
    [2, 3, 4, 9],
    [3, 2, 70],
    [5, 40],
  ].map(everyMaskCase);
  return joinedCases([...alone, ...masks], ({ id, options }) => `${groupOf(id)}:${options.alone ? 'small' : 'kernel'}`);
}

/** A mask of every shape that spreads to that of the logits. */
function everyMaskCase(shape: Shape): GraphCase {
  const masks = shapesThatSpread(shape);
  const k = Math.ceil(shape.at(-1)! / 3);
  return graphCase(
    `select/valid:every-shape;[${shape}];k=${k}`,
    () => ({
      logits: random(shape, 41),
      ...Object.fromEntries(masks.map((mask, i) => [`valid[${mask}]`, maskOf(mask, 42 + i)])),
    }),
    (ops, { logits, ...valid }) =>
      Object.fromEntries(Object.entries(valid).map(([name, mask]) => [name, ops.select(logits!, k, mask)])),
    { alone: true },
  );
}

/** Of one element: false, since true would change nothing. */
function maskOf(shape: Shape, seed: number): HostTensor {
  const mask = random(shape, seed, 'bool');
  if (mask.data.length === 1) mask.data[0] = 0;
  return mask;
}

/** Every class of the ranking in rows of every length: ±∞, the largest and the lowest number, NaN, padding, zeros of both signs. */
function rankedSpecs(): SelectSpec[] {
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

/** Lengths and k that kernels treat on their own: powers of two, all, all but one, few, more than half. */
function sizedSpecs(): SelectSpec[] {
  const of = (shape: Shape, k: number, more: Partial<SelectSpec> = {}): SelectSpec => ({
    name: `random:[${shape}]`,
    logits: () => random(shape, k + 61),
    k,
    ...more,
  });
  const masked = (n: number, k: number, share = 0.5): SelectSpec => ({
    name: `valid:[2,${n}];share=${share}`,
    logits: () => random([2, n], n + k),
    k,
    valid: () => {
      const draw = random([2, n], n + k + 1, 'float32', 0, 1);
      return hostTensor(
        Float32Array.from(draw.data, (value) => Number(value < share)),
        [2, n],
        'bool',
      );
    },
  });
  const four = (shape: Shape, seed: number) => () => {
    const coarse = random(shape, seed, 'int32', 0, 4);
    return hostTensor(Float32Array.from(coarse.data), shape);
  };
  return [
    of([2, 100], 100),
    of([2, 300], 300),
    of([2, 100], 99),
    of([2, 600], 599),
    of([2, 600], 32),
    of([2, 600], 128),
    of([2, 600], 256),
    of([2, 1100], 512),
    of([2, 128], 50),
    of([2, 2000], 77),
    of([1, 2300], 2100),
    of([2, 64], 22),
    of([2, 256], 86),
    of([2, 512], 171),
    of([2, 1024], 342),
    of([2, 2048], 683),
    of([1, 16384], 500, { whole: true }),
    of([1, 32768], 500, { whole: true }),
    of([1, 65536], 500, { whole: true }),
    of([90], 13),
    of([2, 1, 2, 3, 40], 13),
    { ...of([65540, 3], 2), name: 'valid:[65540,3]', valid: () => random([65540, 3], 63, 'bool'), whole: true },
    ...[2, 3, 100].map((k) => masked(100, k)),
    ...[64, 128, 256, 512].map((n) => masked(n, n / 4)),
    masked(2300, 1100),
    // Fewer valid ones than k.
    masked(700, 100, 0.05),
    masked(2100, 100, 0.01),
    masked(4200, 300, 0.01),
    ...[16, 256, 512, 1024, 2048, 4096].map((n) => ({
      name: `ties:four-values;[2,${n}]`,
      logits: four([2, n], n + 5),
      k: Math.ceil(n / 3),
    })),
    ...[20, 300, 2048].map((n) => ({
      name: `ties:four-values;valid:[2,${n}]`,
      logits: four([2, n], n + 6),
      k: Math.ceil(n / 3),
      valid: () => random([2, n], n + 7, 'bool'),
    })),
    ...[64, 256, 1024, 2048, 4096].map((n) => ({
      name: `last-bits:[2,${n}]`,
      logits: () => closest([2, n], n + 8),
      k: Math.ceil(n / 3),
    })),
    ...[20, 300, 2048].map((n) => ({
      name: `last-bits;valid:[2,${n}]`,
      logits: () => closest([2, n], n + 9),
      k: Math.ceil(n / 3),
      valid: () => random([2, n], n + 10, 'bool'),
    })),
  ];
}

function made(tensor: HostTensor | (() => HostTensor)): HostTensor {
  return typeof tensor === 'function' ? tensor() : tensor;
}

function selectSpecs(): SelectSpec[] {
  const row = (...values: number[]) => hostTensor(values, [1, values.length]);
  const bits = (shape: Shape, ...values: number[]) => hostTensor(values, shape, 'bool');
  const few = (shape: Shape, seed: number) => {
    const coarse = random(shape, seed, 'int32', 0, 4); // four values, so ties everywhere
    return hostTensor(Float32Array.from(coarse.data), shape);
  };
  const repeated = (value: number, n: number) => row(...new Array<number>(n).fill(value));
  return [
    { name: 'random:[4,33]', logits: random([4, 33], 1), k: 8 },
    { name: 'random:[2,3,128]', logits: random([2, 3, 128], 2), k: 16 },
    { name: 'random:[2,1000]', logits: random([2, 1000], 3), k: 64 },
    { name: 'edges:all;[3,7]', logits: random([3, 7], 4), k: 7 },
    { name: 'edges:one;[3,7]', logits: random([3, 7], 5), k: 1 },
    { name: 'edges:one-position;[5,1]', logits: random([5, 1], 6), k: 1 },
    { name: 'edges:all-but-one;[3,9]', logits: random([3, 9], 7), k: 8 },
    { name: 'ties:some', logits: row(3, 5, 5, 2, 5, 1), k: 4 },
    { name: 'ties:at-the-edge', logits: row(1, 2, 2, 2, 2, 0, 3), k: 3 },
    { name: 'ties:all-equal', logits: repeated(0.5, 20), k: 6 },
    { name: 'ties:four-values;[3,64]', logits: few([3, 64], 8), k: 20 },
    { name: 'ties:four-values;[2,2,500]', logits: few([2, 2, 500], 9), k: 100 },
    { name: 'ties:signed-zero', logits: row(0, -0, 0, -0, -1, -0), k: 3 },
    { name: 'infinity:two-of-each', logits: row(1, -inf, 2, -inf, -inf, inf, inf), k: 5 },
    { name: 'infinity:minus-only', logits: repeated(-inf, 6), k: 3 },
    { name: 'infinity:lowest-before-minus', logits: row(-inf, lowest, -inf, lowest, 0), k: 4 },
    { name: 'nan:last', logits: row(1, nan, 2, 0.5, -1), k: 3 },
    { name: 'nan:after-minus-infinity', logits: row(nan, -inf, nan, -inf, 1), k: 4 },
    { name: 'nan:all', logits: repeated(nan, 5), k: 2 },
    { name: 'valid:right-padding', logits: random([2, 10], 10), k: 4, valid: bits([10], 1, 1, 1, 1, 1, 1, 0, 0, 0, 0) },
    {
      name: 'valid:fewer-than-k',
      logits: random([2, 8], 11),
      k: 5,
      valid: bits([2, 8], 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0),
    },
    { name: 'valid:none', logits: random([1, 6], 12), k: 3, valid: bits([6], 0, 0, 0, 0, 0, 0) },
    {
      name: 'valid:nan-before-padding',
      logits: row(5, nan, -inf, 4, nan, 1),
      k: 4,
      valid: bits([6], 0, 1, 1, 0, 1, 1),
    },
    ...largeSpecs(few),
    {
      name: 'valid:broadcast;[3,2,6]',
      logits: random([3, 2, 6], 13),
      k: 3,
      valid: bits([2, 6], 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1),
    },
  ];
}

/** Rows, columns and k beyond a workgroup, a list of slots, or a dimension of a dispatch; ties and last bits far along a row. */
function largeSpecs(few: (shape: Shape, seed: number) => HostTensor): SelectSpec[] {
  const bits = (shape: Shape, seed: number) => () => random(shape, seed, 'bool');
  /** Equal logits from position 1,000 on, so that the k-th place falls among positions around 1,024. */
  const tiedAround1024 = () =>
    hostTensor(
      Float32Array.from({ length: 2 * 1500 }, (_, i) => (i % 1500 < 1000 ? -1 : 2)),
      [2, 1500],
    );
  const pairs = () =>
    hostTensor(
      Float32Array.from({ length: 70001 }, (_, i) => Math.floor(((i * 7919) % 70001) / 2)),
      [1, 70001],
    );
  const randomOf = (shape: Shape, k: number): SelectSpec => ({
    name: `random:[${shape}]`,
    logits: () => random(shape, k + 20),
    k,
  });
  return [
    ...[31, 32, 33, 64, 65, 255, 256, 257, 512].map((n) => ({
      ...randomOf([2, n], Math.ceil(n / 3)),
      whole: n % 2 === 0,
    })),
    ...[1024, 2048, 4096, 8192].flatMap((n): SelectSpec[] => [
      { ...randomOf([2, n], 100), whole: true },
      { name: `valid:[2,${n}]`, logits: () => random([2, n], n), k: 100, valid: bits([2, n], n + 1), whole: true },
    ]),
    { name: 'valid:[1,33000]', logits: () => random([1, 33000], 38), k: 500, valid: bits([33000], 39), whole: true },
    randomOf([3, 2050], 257),
    randomOf([2, 4097], 300),
    randomOf([1, 9000], 2500),
    { ...randomOf([1, 70001], 2000), whole: true },
    randomOf([65537, 3], 2),
    { ...randomOf([65600, 33], 2), large: true, whole: true },
    randomOf([66, 5, 40], 11),
    { name: 'ties:around-position-1024', logits: tiedAround1024, k: 30 },
    { name: 'ties:pairs;[1,70001]', logits: pairs, k: 2001 },
    { name: 'ties:four-values;[2,5000]', logits: () => few([2, 5000], 14), k: 2700 },
    { name: 'ties:four-values;[1,70001]', logits: () => few([1, 70001], 15), k: 40000, whole: true },
    { name: 'ties:all-equal;[2,3000]', logits: () => hostTensor(new Float32Array(6000).fill(-3), [2, 3000]), k: 1700 },
    { name: 'last-bits:[2,700]', logits: () => closest([2, 700], 16), k: 222 },
    { name: 'last-bits:negative;[2,700]', logits: () => closest([2, 700], 17, -1), k: 222 },
    { name: 'last-bits:[1,3001]', logits: () => closest([1, 3001], 18, 0.75), k: 1000 },
    { name: 'last-bits:[3,30]', logits: () => closest([3, 30], 19, 1e-3), k: 11 },
    {
      name: 'valid:[3,1,6]',
      logits: random([3, 4, 6], 23),
      k: 3,
      valid: () => hostTensor([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0], [3, 1, 6], 'bool'),
    },
    {
      name: 'valid:[3,2,1]',
      logits: random([3, 2, 6], 24),
      k: 3,
      valid: () => hostTensor([1, 0, 0, 1, 1, 0], [3, 2, 1], 'bool'),
    },
    { name: 'valid:[2,1,1,40]', logits: () => random([2, 3, 2, 40], 25), k: 9, valid: bits([2, 1, 1, 40], 26) },
    { name: 'valid:[1,3,1,700]', logits: () => random([2, 3, 2, 700], 27), k: 100, valid: bits([1, 3, 1, 700], 28) },
    { name: 'valid:[2,3000]', logits: () => random([2, 3000], 29), k: 1400, valid: bits([2, 3000], 30) },
    { name: 'valid:[1];[3,300]', logits: () => random([3, 300], 31), k: 7, valid: () => hostTensor([1], [1], 'bool') },
    { name: 'valid:fewer-than-k;[2,300]', logits: () => random([2, 300], 32), k: 200, valid: bits([300], 33) },
  ];
}
