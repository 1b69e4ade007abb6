import type { HostTensor, Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { odd, random, special } from '../values';

/** Below, at and above the blocks that kernels go through, and more rows than one dimension of a dispatch holds. */
const shapes: Shape[] = [
  [3, 256],
  [2, 257],
  [2, 3, 1025],
  [5, 2048],
  [2, 4100],
  [2, 70001],
  [1, 140004],
  [70001, 2],
  [65540, 4],
  [300, 260],
  [3, 64],
  [3, 128],
  [2, 512],
  [2, 1024],
  [2, 4096],
  [2, 3, 2, 5],
  [2, 1, 3, 2, 4],
  [2, 1, 2, 1, 3, 4],
];

export function runningSumCases(): GraphCase[] {
  return [
    graphCase('op/cumulativeSum:float32', { x: random([2, 3, 50], 5) }, (ops, { x }) => ops.cumulativeSum(x!)),
    graphCase('op/cumulativeSum:int32', { x: random([2, 300], 6, 'int32', -1e6, 1e6) }, (ops, { x }) =>
      ops.cumulativeSum(x!),
    ),
    graphCase(
      'op/cumulativeSum:int32;beyond-2^24',
      { x: special([16777217, 2, 33554433, -7], 'int32') },
      (ops, { x }) => ops.cumulativeSum(x!),
    ),
    graphCase(
      'op/cumulativeSum:int32;beyond-2^24;lengths=300,5003',
      () => ({ x: random([3, 300], 11, 'int32', -3e7, 3e7), y: random([1, 5003], 12, 'int32', -9e6, 9e6) }),
      (ops, { x, y }) => ({ x: ops.cumulativeSum(x!), y: ops.cumulativeSum(y!) }),
    ),
    // What is not finite reaches all elements behind it, and none before it.
    graphCase(
      'op/cumulativeSum:not-finite;lengths=9,300,2100',
      () => Object.fromEntries([9, 300, 2100].map((n) => [`x${n}`, notFinite(n)])),
      (ops, inputs) => Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, ops.cumulativeSum(x)])),
    ),
    graphCase('op/cumulativeSum:length=1', { x: random([4, 1], 7) }, (ops, { x }) => ops.cumulativeSum(x!)),
    graphCase('op/cumulativeSum:rank=1', { x: random([40], 8) }, (ops, { x }) => ops.cumulativeSum(x!)),
    ...shapes.map((shape) =>
      graphCase(
        `op/cumulativeSum:exact;[${shape}]`,
        () => {
          const most = Math.floor(2 ** 24 / shape.at(-1)!) | 1;
          const int = random(shape, 9, 'int32', -1e4, 1e4);
          return { float: odd(shape, 8, Math.min(most, 999)), int };
        },
        (ops, { float, int }) => ({ float: ops.cumulativeSum(float!), int: ops.cumulativeSum(int!) }),
      ),
    ),
  ];
}

function notFinite(n: number): HostTensor {
  const x = random([4, n], n);
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  x.data[Math.floor(n / 9)] = nan;
  x.data[n + Math.floor(n / 2)] = inf;
  x.data[2 * n + Math.floor((8 * n) / 9)] = nan;
  x.data[3 * n] = -inf;
  x.data[3 * n + Math.floor(n / 2)] = inf;
  return x;
}
