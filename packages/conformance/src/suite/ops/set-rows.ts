import { type DType, type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase, large } from '../graph-case';
import { random, special } from '../values';

/** What rows are set in, and how many are given: some of them out of range, none of them twice. */
const sizes: [Shape, number][] = [
  [[9, 3], 4],
  [[9], 5],
  [[1], 1],
  [[1, 6], 3],
  [[7, 4], 7],
  [[6, 2, 5], 3],
  [[6, 2, 4], 9],
  [[5, 2, 3, 2], 4],
  [[3, 2, 1, 2, 1, 2], 2],
  [[300, 65], 500],
  [[300, 64], 12],
  [[7, 130], 5],
  [[4, 300], 9],
  [[3, 1030], 2],
  // Row numbers that 16 bits do not hold, and more rows than a dimension of a dispatch, most of them out of range.
  [[70001, 2], 300],
  [[1200], 70001],
  [[140004, 4], 257],
];

export function setRowsCases(): GraphCase[] {
  const dtypes = ['float32', 'int32', 'bool'] as const;
  return [
    ...dtypes.flatMap((dtype) => sizes.map(([shape, count], seed) => sized(dtype, shape, count, seed))),
    // Of integers only: WebGL, which has none as large, looks for each row among all that are given.
    sized('int32', [140004], 70001, sizes.length),
    large(sized('float32', [70001, 65], 40, 90)),
    graphCase(
      'op/setRows:nothing',
      { x: random([5, 3], 1), rows: special([-1, 5, -5, 6], 'int32'), values: random([4, 3], 2) },
      (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
    ),
    graphCase(
      'op/setRows:limits-of-int32',
      { x: random([5, 3], 3), rows: special([-2147483648, 4, 2147483647], 'int32'), values: random([3, 3], 4) },
      (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
    ),
    graphCase(
      'op/setRows:not-finite',
      {
        x: hostTensor([Number.NaN, 1, Number.POSITIVE_INFINITY, 2, Number.NEGATIVE_INFINITY, -0], [3, 2]),
        rows: special([0, -1, 2], 'int32'),
        values: hostTensor([3, Number.NaN, Number.NaN, Number.NaN, Number.POSITIVE_INFINITY, 4], [3, 2]),
      },
      (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
    ),
    // Rows that are set twice may hold anything; the others are as they were told.
    graphCase(
      'op/setRows:equal-rows',
      { x: random([9, 4], 5), rows: special([2, 7, 2, 2, -1, 0, 7], 'int32'), values: random([7, 4], 6) },
      (ops, { x, rows, values }) => {
        const all = ops.setRows(x!, rows!, values!);
        return { start: ops.slice(all, [0, 0], [2, 4]), middle: ops.slice(all, [3, 0], [4, 4]) };
      },
    ),
    // Values that are parts of a larger tensor: rows of it apart, one element of each, and turned.
    ...[
      [7, 5, 4, 3],
      [9, 7, 3, 2],
      [130, 66, 8, 2],
      [300, 70, 3, 3],
    ].map(([count, given, width, parts], seed) => cutOut(count!, given!, width!, parts!, 20 + seed)),
    // One after another, as a cache is written to.
    graphCase(
      'op/setRows:again-and-again',
      () => ({ x: random([16, 5], 7), rows: random([6, 2], 8, 'int32', -4, 20), values: random([6, 2, 5], 9) }),
      (ops, { x, rows, values }) => {
        let cache = x!;
        for (let step = 0; step < 6; step++) {
          // The second row is never the first.
          const first = ops.slice(rows!, [step, 0], [1, 1]);
          const second = ops.sub(ops.neg(first), ops.constant(Int32Array.of(1), [1, 1], 'int32'));
          const both = ops.reshape(ops.concat([first, second], 1), [2]);
          cache = ops.setRows(cache, both, ops.reshape(ops.slice(values!, [step, 0, 0], [1, 2, 5]), [2, 5]));
        }
        return cache;
      },
    ),
  ];
}

function sized(dtype: DType, shape: Shape, count: number, seed: number): GraphCase {
  return graphCase(
    `op/setRows:${dtype};[${shape}];rows=${count}`,
    () => ({
      x: random(shape, seed, dtype, -2e9, 2e9),
      rows: distinct(shape[0]!, count),
      values: random([count, ...shape.slice(1)], seed + 1, dtype, -2e9, 2e9),
    }),
    (ops, { x, rows, values }) => ops.setRows(x!, rows!, values!),
  );
}

/**
 * Row numbers in no order, the last row among them, and every third one out of range where there is more than one. Where
 * many more are given than there are rows, those in range lie between others from the start to the end.
 */
function distinct(rows: number, count: number): HostTensor {
  const apart = Math.max(1, Math.floor(count / rows));
  const numbers = Int32Array.from({ length: count }, (_, m) => {
    const beyond = m % 2 === 0 ? rows + m : -m;
    const nth = m / apart;
    const row = (rows - 1 + nth * 7919) % rows;
    const isRepeated = nth >= rows;
    return !Number.isInteger(nth) || isRepeated || nth % 3 === 1 ? beyond : row;
  });
  return hostTensor(numbers, [count], 'int32');
}

function cutOut(count: number, given: number, width: number, parts: number, seed: number): GraphCase {
  return graphCase(
    `op/setRows:cut-out;[${count},${width}];rows=${given}`,
    () => ({
      ...{ x: random([count, width], seed), column: random([count], seed + 1) },
      ...{ turned: random([count, parts, width], seed + 2), rows: distinct(count, given) },
      values: random([given, parts, width], seed + 3),
    }),
    (ops, { x, column, turned, rows, values }) => {
      const part = (at: number) => ops.reshape(ops.slice(values!, [0, at, 0], [given, 1, width]), [given, width]);
      const last = ops.reshape(ops.slice(values!, [0, parts - 1, width - 1], [given, 1, 1]), [given]);
      const swapped = ops.reshape(ops.transpose(values!, [0, 2, 1]), [given, parts, width]);
      return {
        ...{ first: ops.setRows(x!, rows!, part(0)), last: ops.setRows(x!, rows!, part(parts - 1)) },
        ...{ column: ops.setRows(column!, rows!, last), turned: ops.setRows(turned!, rows!, swapped) },
      };
    },
  );
}
