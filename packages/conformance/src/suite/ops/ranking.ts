import { hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { closest, lowest, random, special } from '../values';

/** Rows, columns and k beyond what a workgroup, a dimension of a dispatch or a fixed list of slots holds. */
const sizes: [Shape, number][] = [
  [[3, 9], 1],
  [[3, 9], 9],
  [[2, 2, 1000], 31],
  [[2, 257], 256],
  [[2, 1025], 1025],
  [[2, 2050], 300],
  [[1, 5003], 2500],
  [[2, 4096], 7],
  [[1, 70001], 600],
  [[65537, 3], 2],
  [[70, 40], 12],
  [[5, 1], 1],
  [[2, 64], 64],
  [[2, 128], 30],
  [[2, 256], 256],
  [[2, 256], 40],
  [[2, 512], 128],
  [[2, 1024], 512],
  [[2, 2048], 100],
  [[1, 8192], 1024],
  [[2, 300], 1],
  [[65540, 4], 1],
  [[700], 9],
  [[2, 3, 2, 40], 7],
  [[2, 1, 2, 2, 40], 7],
];

export function rankingCases(): GraphCase[] {
  return [
    ...sizes.map(([shape, k]) =>
      graphCase(
        `op/topKValues:[${shape}];k=${k}`,
        () => ({ x: random(shape, k) }),
        (ops, { x }) => ops.topKValues(x!, k),
      ),
    ),
    // Neighbours differ in the last bit only.
    ...(
      [
        [[2, 700], 333],
        [[1, 3001], 300],
      ] as [Shape, number][]
    ).map(([shape, k]) =>
      graphCase(
        `op/topKValues:last-bits;[${shape}];k=${k}`,
        () => ({ x: closest(shape, k), y: closest(shape, k, -1) }),
        (ops, { x, y }) => ({
          positive: ops.topKValues(x!, k),
          negative: ops.topKValues(y!, k),
        }),
      ),
    ),
    graphCase('op/topKValues:ties', { x: hostTensor([3, 5, 5, 2, 5, 1, 1, 1, 1, 1, 0, 2], [2, 6]) }, (ops, { x }) =>
      ops.topKValues(x!, 4),
    ),
    graphCase(
      'op/topKValues:all-equal',
      { x: hostTensor(new Float32Array(3000).fill(-0.5), [1, 3000]) },
      (ops, { x }) => ops.topKValues(x!, 1500),
    ),
    graphCase(
      'op/topKValues:mostly-lowest;[1,2100]',
      {
        x: hostTensor(
          Array.from({ length: 2100 }, (_, i) => (i % 300 === 7 ? -i : lowest)),
          [1, 2100],
        ),
      },
      (ops, { x }) => ops.topKValues(x!, 40),
    ),
    graphCase('op/topKValues:negative', { x: random([2, 300], 5, 'float32', -9, -1) }, (ops, { x }) =>
      ops.topKValues(x!, 290),
    ),
    graphCase('op/topKValues:largest-and-lowest', { x: special([lowest, 1, -lowest, lowest, 0]) }, (ops, { x }) =>
      ops.topKValues(x!, 4),
    ),
  ];
}
