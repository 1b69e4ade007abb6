import type { Shape } from '@mosa-js/core';
import type { ConformanceCase } from '../case';
import { graphCase } from '../graph-case';
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
];

export function runningSumCases(): ConformanceCase[] {
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
