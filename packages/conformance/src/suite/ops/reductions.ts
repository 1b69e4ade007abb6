import type { HostTensor, Shape } from '@mosa-js/core';
import type { ConformanceCase } from '../case';
import { graphCase } from '../graph-case';
import { odd, peaked, random, special } from '../values';

const inf = Number.POSITIVE_INFINITY;

/** Shapes and axes beyond what a workgroup, a dimension of a dispatch or a 16-bit number holds. */
const wide: [Shape, readonly number[]][] = [
  [[5, 65], [1]],
  [[4, 1025], [1]],
  [[3, 4100], [1]],
  [
    [65, 3, 33],
    [0, 2],
  ],
  [[3, 70001], [1]],
  [[3, 70001], [0]],
  [[70001, 3], [1]],
  [[70001, 3], [0]],
  [[140004, 1], [1]],
  [
    [3, 70001],
    [0, 1],
  ],
  [[66, 2, 70], [1]],
];

export function reductionCases(): ConformanceCase[] {
  return [...smallCases(), ...wide.flatMap(([shape, axes]) => wideCases(shape, axes)), ...longSums(), ...maxima()];
}

function smallCases(): ConformanceCase[] {
  const x = { x: random([3, 4, 5], 1) };
  const n = { x: random([3, 4, 5], 2, 'int32', -1e7, 1e7) };
  return (['sum', 'max'] as const).flatMap((op) => [
    graphCase(`op/${op}:float32;axes=[2]`, x, (ops, { x }) => ops[op](x!, [2])),
    graphCase(`op/${op}:float32;axes=[0]`, x, (ops, { x }) => ops[op](x!, [0])),
    graphCase(`op/${op}:float32;axes=[1];rank=4`, { x: random([2, 3, 2, 4], 3) }, (ops, { x }) => ops[op](x!, [1])),
    graphCase(`op/${op}:float32;axes=[0,-1];keepDims`, x, (ops, { x }) => ops[op](x!, [0, -1], true)),
    graphCase(`op/${op}:float32;axes=[1];keepDims`, x, (ops, { x }) => ops[op](x!, [1], true)),
    graphCase(`op/${op}:float32;all`, x, (ops, { x }) => ops[op](x!, [0, 1, 2])),
    graphCase(`op/${op}:float32;one-element`, { x: random([3, 1], 4) }, (ops, { x }) => ops[op](x!, [1])),
    graphCase(`op/${op}:int32;axes=[1]`, n, (ops, { x }) => ops[op](x!, [1])),
    graphCase(`op/${op}:int32;axes=[0,2];keepDims`, n, (ops, { x }) => ops[op](x!, [0, 2], true)),
    graphCase(`op/${op}:int32;beyond-2^24`, { x: special([16777217, 1, -16777219, 33554433], 'int32') }, (ops, { x }) =>
      ops[op](x!, [0]),
    ),
  ]);
}

/** Sums of whole numbers without a 0, which are exact; maxima below 0, each in another column. */
function wideCases(shape: Shape, axes: readonly number[]): ConformanceCase[] {
  const size = shape.reduce((a, b) => a * b, 1);
  const terms = axes.reduce((n, axis) => n * shape[axis]!, 1);
  const most = Math.min(1001, Math.floor(2 ** 24 / terms) | 1);
  const name = `[${shape}];axes=[${axes}]`;
  const asInts = ({ data }: HostTensor): HostTensor => ({ shape, dtype: 'int32', data: Int32Array.from(data) });
  return [
    graphCase(
      `op/sum:float32;${name}`,
      () => ({ x: odd(shape, size, most) }),
      (ops, { x }) => ops.sum(x!, axes),
    ),
    graphCase(
      `op/sum:int32;${name}`,
      () => ({ x: random(shape, size, 'int32', -2e9 / terms, 2e9 / terms) }),
      (ops, { x }) => ops.sum(x!, axes),
    ),
    graphCase(
      `op/max:float32;${name}`,
      () => ({ x: peaked(shape, size, -900, -2) }),
      (ops, { x }) => ops.max(x!, axes),
    ),
    graphCase(
      `op/max:int32;${name}`,
      () => ({ x: asInts(peaked(shape, size, -2e9, -7)) }),
      (ops, { x }) => ops.max(x!, axes),
    ),
  ];
}

/** Sums over everything that are cut in parts, which adds in a way of its own. */
function longSums(): ConformanceCase[] {
  const shapes: Shape[] = [[600001], [2, 300002]];
  return shapes.map((shape) =>
    graphCase(
      `op/sum:float32;[${shape}];all;keepDims`,
      () => ({ x: odd(shape, shape[0]!, 27) }),
      (ops, { x }) => ops.sum(x!, [...shape.keys()], true),
    ),
  );
}

function maxima(): ConformanceCase[] {
  return [
    graphCase('op/max:float32;infinities', { x: special([-inf, -3, -inf, -7]) }, (ops, { x }) => ops.max(x!, [0])),
    graphCase('op/max:float32;minus-infinity-only', { x: special([-inf, -inf, -inf]) }, (ops, { x }) =>
      ops.max(x!, [0]),
    ),
    graphCase('op/max:float32;plus-infinity', { x: special([-inf, 3, inf, -7]) }, (ops, { x }) => ops.max(x!, [0])),
    graphCase('op/max:int32;lowest', { x: special([-2147483648, -2147483648, -2147483648], 'int32') }, (ops, { x }) =>
      ops.max(x!, [0]),
    ),
    graphCase('op/sum:float32;NaN-and-infinity', { x: special([1, Number.NaN, 2, inf]) }, (ops, { x }) =>
      ops.sum(x!, [0]),
    ),
  ];
}
