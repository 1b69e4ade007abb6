import { type DType, type HostTensor, hostTensor, type Shape, sizeOf } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
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
  [[3, 128], [1]],
  [[3, 256], [1]],
  [[2, 512], [1]],
  [[2, 1024], [1]],
  [[3, 40, 200], [1]],
  [
    [12, 11, 9],
    [0, 1],
  ],
  [[65540, 4], [1]],
  [[4, 65540], [0]],
  [[40, 37], [0]],
  [[2, 1100, 36], [1]],
];

export function reductionCases(): GraphCase[] {
  return [
    ...smallCases(),
    ...axesCases(),
    ...farCases(),
    ...wide.flatMap(([shape, axes]) => wideCases(shape, axes)),
    ...longSums(),
    ...maxima(),
  ];
}

function smallCases(): GraphCase[] {
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

/** All sets of axes of ranks 3 and 4, some of ranks 5 and 6, in rising order and not. */
function axesCases(): GraphCase[] {
  const subsets = (rank: number) =>
    Array.from({ length: 2 ** rank - 1 }, (_, bits) =>
      [...Array(rank).keys()].filter((axis) => (bits + 1) & (1 << axis)),
    );
  const turned = (sets: number[][]) => sets.filter(({ length }) => length > 1).map((axes) => [...axes].reverse());
  const all: [Shape, number[][]][] = [
    [
      [3, 4, 5],
      [...subsets(3), ...turned(subsets(3)), [1, 2, 0]],
    ],
    [
      [2, 3, 4, 5],
      [...subsets(4), ...turned(subsets(4))],
    ],
    [
      [2, 3, 2, 3, 4],
      [[0], [2], [4], [1, 3], [0, 2, 4], [3, 0], [2, 3, 4], [0, 1, 2]],
    ],
    [
      [2, 1, 3, 2, 2, 3],
      [[0], [3], [5], [2, 4], [0, 2, 5], [4, 1]],
    ],
  ];
  return (['sum', 'max'] as const).flatMap((op) =>
    all.map(([shape, sets]) =>
      graphCase(
        `op/${op}:axes;[${shape}]`,
        () => ({ float: odd(shape, 5, 999), int: random(shape, 6, 'int32', -1e7, 1e7) }),
        (ops, { float, int }) =>
          Object.fromEntries(
            sets.flatMap((axes) => [
              [`float;${axes}`, ops[op](float!, axes)],
              [`int;${axes}`, ops[op](int!, axes, true)],
            ]),
          ),
      ),
    ),
  );
}

/** The ends of what the dtypes hold, along each axis of tensors that are longer than a vector or a group. */
function farCases(): GraphCase[] {
  const whole = (shape: Shape, value: number, dtype: DType) =>
    hostTensor(new Array<number>(sizeOf(shape)).fill(value), shape, dtype);
  const notFinite = () => {
    const x = random([4, 90, 3], 8);
    x.data[2] = Number.NaN;
    x.data[270 + 135] = inf;
    x.data[540 + 200] = -inf;
    x.data[810 + 269] = inf;
    return { x };
  };
  return [
    graphCase(
      'op/max:int32;beyond-2^24;[3,300]',
      () => ({
        x: random([3, 300], 7, 'int32', -2147483648, -16777217),
        y: random([300, 3], 8, 'int32', 16777217, 2147483647),
        low: whole([9, 90], -2147483648, 'int32'),
      }),
      (ops, { x, y, low }) => ({
        x1: ops.max(x!, [1]),
        x0: ops.max(x!, [0]),
        y0: ops.max(y!, [0]),
        y1: ops.max(y!, [1]),
        flat: ops.max(ops.reshape(x!, [900]), [0]),
        low0: ops.max(low!, [0]),
        low1: ops.max(low!, [1]),
      }),
    ),
    graphCase(
      'op/max:float32;far-below-0;[90,300]',
      () => ({ x: whole([90, 300], -inf, 'float32'), y: random([90, 300], 9, 'float32', -3.4e38, -3e38) }),
      (ops, { x, y }) => ({
        x0: ops.max(x!, [0]),
        x1: ops.max(x!, [1]),
        y0: ops.max(y!, [0]),
        y1: ops.max(y!, [1]),
        all: ops.max(y!, [0, 1]),
      }),
    ),
    graphCase('op/sum:not-finite;[4,90,3]', notFinite, (ops, { x }) => ({
      first: ops.sum(x!, [0]),
      middle: ops.sum(x!, [1]),
      last: ops.sum(x!, [2]),
      rows: ops.sum(ops.reshape(x!, [4, 270]), [1]),
      columns: ops.sum(ops.reshape(x!, [90, 12]), [0]),
      all: ops.sum(x!, [0, 1, 2]),
    })),
  ];
}

/** Sums of whole numbers without a 0, which are exact; maxima below 0, each in another column. */
function wideCases(shape: Shape, axes: readonly number[]): GraphCase[] {
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
function longSums(): GraphCase[] {
  const shapes: Shape[] = [[600001], [2, 300002]];
  return shapes.map((shape) =>
    graphCase(
      `op/sum:float32;[${shape}];all;keepDims`,
      () => ({ x: odd(shape, shape[0]!, 27) }),
      (ops, { x }) => ops.sum(x!, [...shape.keys()], true),
    ),
  );
}

function maxima(): GraphCase[] {
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
