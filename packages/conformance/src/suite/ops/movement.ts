import { type DType, type HostTensor, hostTensor, type Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { random, shapesThatSpread, special } from '../values';

const dtypes = ['float32', 'int32', 'bool'] as const;
const { NaN: nan, POSITIVE_INFINITY: inf } = Number;

export function movementCases(): GraphCase[] {
  return [...dtypes.flatMap(casesOf), ...constantCases()];
}

function casesOf(dtype: DType): GraphCase[] {
  const wide = (shape: Shape, seed: number) => () => ({ x: random(shape, seed, dtype, -2e9, 2e9) });
  const transpose = (shape: Shape, order: readonly number[], large = false) =>
    graphCase(`op/transpose:${dtype};[${shape}];${order}`, wide(shape, 3), (ops, { x }) => ops.transpose(x!, order), {
      large,
    });
  const spread = (from: Shape, to: Shape) =>
    graphCase(`op/broadcastTo:${dtype};[${from}]to[${to}]`, wide(from, 4), (ops, { x }) => ops.broadcastTo(x!, to));
  const slice = (shape: Shape, begin: readonly number[], size: readonly number[]) =>
    graphCase(`op/slice:${dtype};[${shape}];${begin};${size}`, wide(shape, 6), (ops, { x }) =>
      ops.slice(x!, begin, size),
    );
  const everyOrder = (shape: Shape) =>
    graphCase(`op/transpose:${dtype};[${shape}];every-order`, wide(shape, 10), (ops, { x }) =>
      Object.fromEntries(ordersOf(shape.length).map((order) => [`${order}`, ops.transpose(x!, order)])),
    );
  /** From each shape that spreads to this one. */
  const everySpread = (shape: Shape) => {
    const from = shapesThatSpread(shape);
    return graphCase(
      `op/broadcastTo:${dtype};to[${shape}];every-shape`,
      () => Object.fromEntries(from.map((part, i) => [`[${part}]`, random(part, 11 + i, dtype, -2e9, 2e9)])),
      (ops, inputs) => Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, ops.broadcastTo(x, shape)])),
    );
  };
  /** All but the first of one axis, its last alone, and its middle. */
  const eachAxis = (shape: Shape) =>
    graphCase(`op/slice:${dtype};[${shape}];each-axis`, wide(shape, 12), (ops, { x }) => {
      const cut = (axis: number, begin: number, size: number) =>
        ops.slice(
          x!,
          shape.map((_, i) => (i === axis ? begin : 0)),
          shape.map((n, i) => (i === axis ? size : n)),
        );
      return Object.fromEntries(
        shape.flatMap((n, axis) => [
          [`${axis}: from 1`, cut(axis, 1, n - 1)],
          [`${axis}: the last`, cut(axis, n - 1, 1)],
          [`${axis}: all but the ends`, cut(axis, 1, Math.max(1, n - 2))],
        ]),
      );
    });
  return [
    graphCase(`op/reshape:${dtype};rank=6`, wide([4, 3, 6], 13), (ops, { x }) => ops.reshape(x!, [2, 1, 2, 3, 2, 3])),
    graphCase(`op/reshape:${dtype}`, wide([2, 6], 1), (ops, { x }) => ops.reshape(x!, [3, 1, 4])),
    graphCase(`op/reshape:${dtype};to-scalar-and-back`, wide([1, 1], 1), (ops, { x }) => ({
      scalar: ops.reshape(x!, []),
      back: ops.reshape(ops.reshape(x!, []), [1, 1, 1]),
    })),
    graphCase(`op/reshape:${dtype};large`, wide([257, 300], 2), (ops, { x }) => ops.reshape(x!, [300, 257])),
    transpose([2, 5], [1, 0]),
    transpose([257, 300], [1, 0]),
    transpose([3, 1, 4], [2, 0, 1]),
    transpose([2, 3, 4], [0, 2, 1]),
    transpose([2, 3, 4, 5], [2, 0, 3, 1]),
    transpose([2, 3, 4, 8], [0, 2, 1, 3]),
    transpose([9, 8, 31, 32], [0, 2, 1, 3]),
    transpose([2, 3, 2, 4, 3], [4, 2, 0, 3, 1]),
    transpose([2, 2, 2, 2, 4], [3, 2, 1, 0, 4]),
    transpose([2, 3, 2, 3, 2, 3], [5, 3, 1, 0, 2, 4]),
    transpose([70001, 2], [1, 0], dtype !== 'float32'),
    everyOrder([3, 4, 5]),
    everyOrder([2, 3, 4, 5]),
    transpose([64, 96], [1, 0]),
    transpose([2, 40, 36], [0, 2, 1]),
    everySpread([2, 3, 4]),
    everySpread([3, 2, 4, 8]),
    spread([1, 1, 3, 2, 1, 3], [2, 4, 3, 2, 2, 3]),
    spread([300], [250, 300]),
    spread([2, 1, 3, 1, 2], [2, 4, 3, 2, 2]),
    spread([3, 1], [2, 3, 4]),
    spread([], [3, 2]),
    spread([2, 1, 3, 1], [2, 4, 3, 5]),
    spread([1, 257], [300, 257]),
    spread([300, 1], [300, 256]),
    ...concatCases(dtype),
    slice([4, 5, 3], [1, 0, 2], [2, 5, 1]),
    eachAxis([6, 5]),
    eachAxis([4, 3, 5]),
    eachAxis([3, 4, 5, 8]),
    eachAxis([2, 3, 4, 2, 3]),
    slice([2, 1, 3, 2, 2, 3], [1, 0, 1, 0, 1, 1], [1, 1, 2, 2, 1, 2]),
    slice([7], [2], [3]),
    slice([9], [4], [4]),
    slice([3, 4, 5, 6], [1, 2, 1, 3], [2, 1, 3, 2]),
    slice([3, 4, 5, 8], [1, 1, 2, 4], [1, 2, 3, 4]),
    slice([2, 3, 2, 4, 3], [1, 1, 0, 2, 1], [1, 2, 2, 1, 2]),
    slice([300, 400], [17, 33], [211, 350]),
    slice([140004], [3], [139999]),
    // A backend may find the elements of each where those of the first lie.
    graphCase(`op/slice:${dtype};[4,6,8];of-what-was-moved`, wide([4, 6, 8], 13), (ops, { x }) => {
      const inner = ops.slice(x!, [1, 2, 3], [3, 4, 5]);
      const turned = ops.transpose(x!, [1, 0, 2]); // [6, 4, 8]
      const part = ops.slice(turned, [2, 1, 3], [3, 2, 4]);
      return {
        ofSlice: ops.slice(inner, [1, 1, 2], [2, 2, 3]),
        ofTranspose: part,
        turnedBack: ops.transpose(part, [1, 0, 2]),
        inRows: ops.reshape(ops.slice(turned, [1, 0, 2], [5, 4, 4]), [10, 2, 4]),
        flat: ops.reshape(ops.transpose(inner, [1, 0, 2]), [60]),
        beside: ops.concat([part, ops.slice(x!, [0, 0, 2], [1, 2, 4])], 0),
      };
    }),
    // Turned, it has the shape that it had.
    graphCase(`op/concat:${dtype};[4,4,8];of-its-transpose`, wide([4, 4, 8], 14), (ops, { x }) =>
      ops.concat([ops.transpose(x!, [1, 0, 2]), x!], 2),
    ),
    graphCase(`op/slice:${dtype};scalar`, wide([], 6), (ops, { x }) => ops.slice(x!, [], [])),
  ];
}

/** Every permutation but the one that changes nothing. */
function ordersOf(rank: number): number[][] {
  const grow = (order: number[]): number[][] =>
    order.length === rank
      ? [order]
      : [...Array(rank).keys()].filter((axis) => !order.includes(axis)).flatMap((axis) => grow([...order, axis]));
  return grow([]).slice(1);
}

/** The axis and the operands' shapes. */
const parts: [number, readonly Shape[]][] = [
  [
    1,
    [
      [2, 3, 2],
      [2, 1, 2],
      [2, 3, 2],
    ],
  ],
  [0, [[1], [3], [2]]],
  [
    -1,
    [
      [2, 3, 4, 4],
      [2, 3, 4, 8],
    ],
  ],
  [
    2,
    [
      [2, 1, 3, 5],
      [2, 1, 4, 5],
    ],
  ],
  [
    0,
    [
      [2, 4],
      [3, 4],
    ],
  ],
  [1, [[3, 4]]],
  // More operands than a program can bind at once.
  [0, Array.from({ length: 12 }, (_, i): Shape => [1 + (i % 3), 2])],
  [1, Array.from({ length: 19 }, (_, i): Shape => [2, 1 + (i % 4)])],
  [
    1,
    [
      [300, 100],
      [300, 157],
    ],
  ],
  [0, [[70001], [5], [70000]]],
  [0, Array.from({ length: 40 }, (_, i): Shape => [1 + (i % 2), 3])],
  [
    1,
    [
      [2, 3, 4],
      [2, 2, 4],
    ],
  ],
  [
    2,
    [
      [2, 3, 4],
      [2, 3, 1],
      [2, 3, 3],
    ],
  ],
  [
    0,
    [
      [2, 3, 4],
      [1, 3, 4],
    ],
  ],
  [
    3,
    [
      [2, 3, 2, 4],
      [2, 3, 2, 1],
      [2, 3, 2, 3],
    ],
  ],
  [
    3,
    [
      [2, 1, 2, 3, 2, 3],
      [2, 1, 2, 2, 2, 3],
    ],
  ],
  [
    4,
    [
      [2, 1, 2, 3, 2],
      [2, 1, 2, 3, 3],
    ],
  ],
];

function concatCases(dtype: DType): GraphCase[] {
  return parts.map(([axis, shapes]) =>
    graphCase(
      `op/concat:${dtype};axis=${axis};${shapes.length > 4 ? `${shapes.length} tensors` : shapes.map((s) => `[${s}]`).join()}`,
      () =>
        Object.fromEntries(
          shapes.map((shape, i): [string, HostTensor] => [`x${i}`, random(shape, 5 + i, dtype, -2e9, 2e9)]),
        ),
      (ops, inputs) =>
        ops.concat(
          shapes.map((_, i) => inputs[`x${i}`]!),
          axis,
        ),
    ),
  );
}

function constantCases(): GraphCase[] {
  const marked = random([3, 7], 14);
  [nan, inf, -inf].forEach((value, i) => {
    marked.data[8 * i] = value;
  });
  const wide = random([2, 3, 5], 15, 'int32', -2e9, 2e9);
  const data = random([70001], 9);
  return [
    graphCase('op/constant:float32', { x: random([2, 2], 7) }, (ops, { x }) =>
      ops.add(x!, ops.constant(Float32Array.of(1, -2), [2], 'float32')),
    ),
    graphCase('op/constant:NaN-and-infinity', { x: special([1, 2, 3, 4]) }, (ops, { x }) => ({
      each: ops.add(x!, ops.constant(Float32Array.of(nan, inf, -inf, 0), [4], 'float32')),
      nan: ops.mul(x!, ops.constant(Float32Array.of(nan), [], 'float32')),
      infinity: ops.mul(x!, ops.constant(Float32Array.of(-inf), [], 'float32')),
    })),
    graphCase('op/constant:bool-and-int32', { x: hostTensor([1, 0, 1], [3], 'bool') }, (ops, { x }) => ({
      bool: ops.and(x!, ops.constant(Uint8Array.of(1, 1, 0), [3], 'bool')),
      int32: ops.where(
        x!,
        ops.constant(Int32Array.of(2147483647, 1, -16777217), [3], 'int32'),
        ops.constant(Int32Array.of(7), [], 'int32'),
      ),
    })),
    graphCase('op/constant:not-finite;[3,7]', { x: random([7], 16) }, (ops, { x }) =>
      ops.add(ops.constant(marked.data, marked.shape, 'float32'), x!),
    ),
    graphCase('op/constant:int32;[2,3,5]', { x: special([1], 'int32') }, (ops, { x }) =>
      ops.maximum(ops.constant(wide.data, wide.shape, 'int32'), ops.neg(x!)),
    ),
    graphCase('op/constant:large', { x: random([], 8) }, (ops, { x }) =>
      ops.add(x!, ops.constant(data.data, data.shape, 'float32')),
    ),
  ];
}
