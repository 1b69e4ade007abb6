import { type HostTensor, hostTensor } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { random, special } from '../values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const float = ['neg', 'exp', 'log', 'sqrt', 'sigmoid', 'isNaN'] as const;
const ranges = {
  neg: [-9, 9],
  exp: [-20, 20],
  log: [0.001, 50],
  sqrt: [0, 50],
  sigmoid: [-20, 20],
  isNaN: [-1, 1],
} as const;
const extremes = {
  neg: [0, -inf, inf, nan],
  exp: [0, -inf, inf, nan, 88, -80],
  log: [0, 1, inf, nan, -1, -2, -0.3, -inf],
  sqrt: [0, inf, nan, -1, -2, -0.3],
  sigmoid: [0, -inf, inf, nan, 30, -30],
  isNaN: [0, -inf, inf, nan],
};
/** Lengths of vectors of four and not, below and above what one dimension of a dispatch or a 16-bit number holds. */
const lengths = [3, 4, 6, 256, 1023, 1024, 1026, 4096, 4100, 65536, 70001, 140004];

export function unaryCases(): GraphCase[] {
  return [
    ...float.flatMap((op, i) => [
      graphCase(`op/${op}:shape=[3,1,5]`, { x: random([3, 1, 5], i, 'float32', ...ranges[op]) }, (ops, { x }) =>
        ops[op](x!),
      ),
      graphCase(`op/${op}:scalar`, { x: random([], i + 20, 'float32', ...ranges[op]) }, (ops, { x }) => ops[op](x!)),
      graphCase(`op/${op}:extremes`, { x: special(extremes[op]) }, (ops, { x }) => ops[op](x!)),
      graphCase(
        `op/${op}:lengths=${lengths}`,
        () => Object.fromEntries(lengths.map((n) => [`x${n}`, random([n], n + i, 'float32', ...ranges[op])])),
        (ops, inputs) => Object.fromEntries(lengths.map((n) => [`y${n}`, ops[op](inputs[`x${n}`]!)])),
      ),
      // Every lane of a vector, the last elements included, meets every extreme.
      graphCase(
        `op/${op}:extremes-in-every-place`,
        { even: everywhere(extremes[op], 4), odd: everywhere(extremes[op], 5) },
        (ops, { even, odd }) => ({ even: ops[op](even!), odd: ops[op](odd!) }),
      ),
    ]),
    graphCase('op/neg:int32', { x: random([7], 1, 'int32', -2e9, 2e9) }, (ops, { x }) => ops.neg(x!)),
    graphCase(
      'op/neg:int32;length=70001',
      () => ({ x: random([70001], 3, 'int32', -2e9, 2e9) }),
      (ops, { x }) => ops.neg(x!),
    ),
    // More elements than the workgroups of one dimension of a dispatch have invocations.
    graphCase(
      'op/neg:int32;length=4194305',
      () => ({ x: counting(4194305) }),
      (ops, { x }) => ops.neg(x!),
    ),
    // Ends of what float32 holds, which no result here is beyond.
    graphCase(
      'op/exp:ends',
      { x: special([88.6, 88.5, 88, 87.5, -87, -86, -60, 1e-3, -1e-3, 1e-5, -1e-7, 3e-5]) },
      (ops, { x }) => ops.exp(x!),
    ),
    graphCase('op/log:ends', { x: special([3e38, 1e30, 1e20, 2e-38, 1e-30, 1e-20, 0.99, 1.01]) }, (ops, { x }) =>
      ops.log(x!),
    ),
    graphCase('op/sqrt:ends', { x: special([3e38, 1e31, 1e20, 2e-38, 1e-31, 1e-20, 1e-15, 3]) }, (ops, { x }) =>
      ops.sqrt(x!),
    ),
    graphCase('op/sigmoid:ends', { x: special([-87, -60, -40, -20, 16, 20, 90, -1e3, 1e3, -1e30]) }, (ops, { x }) =>
      ops.sigmoid(x!),
    ),
    ...float.map((op, i) =>
      graphCase(
        `op/${op}:ranks=5,6`,
        {
          x: random([2, 1, 3, 2, 2], i, 'float32', ...ranges[op]),
          y: random([2, 1, 2, 1, 3, 2], i, 'float32', ...ranges[op]),
        },
        (ops, { x, y }) => ({ x: ops[op](x!), y: ops[op](y!) }),
      ),
    ),
    graphCase('op/not:length=1026', { x: random([1026], 6, 'bool') }, (ops, { x }) => ops.not(x!)),
    graphCase('op/not:shape=[4,3]', { x: random([4, 3], 2, 'bool') }, (ops, { x }) => ops.not(x!)),
    graphCase(
      'op/not:length=70001',
      () => ({ x: random([70001], 4, 'bool') }),
      (ops, { x }) => ops.not(x!),
    ),
  ];
}

function counting(length: number): HostTensor {
  return { shape: [length], dtype: 'int32', data: Int32Array.from({ length }, (_, i) => 7 * i - 2 ** 24) };
}

/** A row for each extreme, in which it stands among ones, once in each column. */
function everywhere(values: readonly number[], columns: number) {
  const rows = values.flatMap((value) =>
    Array.from({ length: columns }, (_, at) => Array.from({ length: columns }, (_, i) => (i === at ? value : 1))),
  );
  return hostTensor(rows.flat(), [rows.length, columns]);
}
