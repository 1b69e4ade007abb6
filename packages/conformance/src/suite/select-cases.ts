import { type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import type { ConformanceCase } from './case';
import { graphCase } from './graph-case';
import { closest, random } from './values';

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
  return selectSpecs().map(({ name, logits, k, valid, large = false, whole = false }) =>
    graphCase(
      `select/${name};k=${k}`,
      () => ({ logits: made(logits), ...(valid ? { valid: made(valid) } : {}) }),
      (ops, { logits, valid }) => ops.select(logits!, k, valid),
      { alone: !whole, large, stage: 'selection' },
    ),
  );
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
