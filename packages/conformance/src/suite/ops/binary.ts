import type { DType, Shape } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { closest, random, showShapes, special } from '../values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const arithmetic = ['add', 'sub', 'mul', 'maximum', 'minimum'] as const;
const comparisons = ['greater', 'greaterEqual', 'equal'] as const;
const pairs: [Shape, Shape][] = [
  [
    [2, 3, 4],
    [2, 3, 4],
  ],
  [
    [2, 1, 4],
    [3, 1],
  ],
  [[], [5]],
  // Both operands are repeated, along axes that take turns.
  [
    [2, 1, 3, 1],
    [1, 4, 1, 5],
  ],
  [
    [5, 1, 2, 1, 3],
    [4, 1, 2, 1],
  ],
];
/** As many elements as two dimensions of a dispatch, and as vectors of four or not. */
const large: [Shape, Shape][] = [
  [[70001], [70001]],
  [[300, 256], [256]],
  [
    [300, 257],
    [300, 1],
  ],
];

export function binaryCases(): GraphCase[] {
  return [
    ...pairs.flatMap(casesOf),
    ...large.flatMap(largeCasesOf),
    ...eachWayCases(),
    ...nearCases(),
    ...extremeCases(),
  ];
}

const isComparison = (op: string) => comparisons.includes(op as 'equal');
const rangeOf = (op: string) => (op === 'mul' ? 3e4 : isComparison(op) ? 2 : 1e9); // products stay inside int32

function casesOf([a, b]: [Shape, Shape], index: number): GraphCase[] {
  return [
    ...[...arithmetic, 'div' as const].map((op) =>
      graphCase(
        `op/${op}:float32;${showShapes(a, b)}`,
        { a: random(a, index), b: random(b, index + 10, 'float32', 0.5, 3) },
        (ops, { a, b }) => ops[op](a!, b!),
      ),
    ),
    ...[...arithmetic, ...comparisons].map((op) => {
      const range = rangeOf(op);
      const of = (shape: Shape, seed: number) => random(shape, seed, 'int32', -range, range);
      return graphCase(
        `op/${op}:int32;${showShapes(a, b)}`,
        { a: of(a, index), b: of(b, index + 10) },
        (ops, { a, b }) => ops[op](a!, b!),
      );
    }),
    ...(['and', 'or'] as const).map((op) =>
      graphCase(
        `op/${op}:${showShapes(a, b)}`,
        { a: random(a, index, 'bool'), b: random(b, index + 10, 'bool') },
        (ops, { a, b }) => ops[op](a!, b!),
      ),
    ),
  ];
}

/** Each operand repeated along each axis, either on the left. */
const ways: [Shape, Shape][] = [
  [
    [3, 4, 5],
    [3, 1, 5],
  ],
  [
    [3, 4, 5],
    [1, 4, 5],
  ],
  [
    [3, 4, 5],
    [3, 4, 1],
  ],
  [
    [3, 4, 8],
    [1, 4, 1],
  ],
  [
    [3, 1, 5],
    [4, 1],
  ],
  [
    [1, 4, 1],
    [3, 1, 5],
  ],
  [[], [5, 90]],
  [[5], [3, 5]],
  [
    [4, 1],
    [4, 8],
  ],
  [
    [70, 1],
    [1, 90],
  ],
  [[70, 1], [70]],
  [[6], [6]],
  [[1026], [1026]],
  [
    [2, 1, 3, 1, 2, 1],
    [4, 1, 2, 2, 3],
  ],
];

function eachWayCases(): GraphCase[] {
  const turned = [...ways, ...ways.filter(([a, b]) => `${a}` !== `${b}`).map(([a, b]): [Shape, Shape] => [b, a])];
  const eachWay = (op: (typeof arithmetic | typeof comparisons)[number] | 'div' | 'and' | 'or', dtype: DType) => {
    const range = dtype === 'int32' ? rangeOf(op) : 3;
    return graphCase(
      `op/${op}:${dtype};each-way`,
      () =>
        Object.fromEntries(
          turned.flatMap(([a, b], i) => [
            [`a${i}`, random(a, i, dtype, -range, range)],
            [`b${i}`, random(b, i + 50, dtype, op === 'div' ? 0.5 : -range, range)],
          ]),
        ),
      (ops, inputs) =>
        Object.fromEntries(
          turned.map(([a, b], i) => [`${showShapes(a, b)}`, ops[op](inputs[`a${i}`]!, inputs[`b${i}`]!)]),
        ),
    );
  };
  return [
    ...[...arithmetic, 'div' as const, ...comparisons].map((op) => eachWay(op, 'float32')),
    ...[...arithmetic, ...comparisons].map((op) => eachWay(op, 'int32')),
    ...(['and', 'or'] as const).map((op) => eachWay(op, 'bool')),
  ];
}

/** Operands that differ in their last bit or not at all, each with each; one with itself; NaN in larger tensors. */
function nearCases(): GraphCase[] {
  const near = (shape: Shape, seed: number) => random(shape, seed, 'int32', 16777216, 16777222);
  const some = (shape: Shape, seed: number) => {
    const x = random(shape, seed);
    for (let i = 3; i < x.data.length; i += 7) x.data[i] = nan;
    return x;
  };
  return [
    ...comparisons.map((op) =>
      graphCase(
        `op/${op}:last-bits`,
        () => ({ x: closest([30, 1], 1), y: closest([30], 2), z: closest([30], 3, -1), w: closest([30, 1], 4, -1) }),
        (ops, { x, y, z, w }) => ({ positive: ops[op](x!, y!), negative: ops[op](w!, z!) }),
      ),
    ),
    ...[...comparisons, 'maximum' as const, 'minimum' as const, 'sub' as const].map((op) =>
      graphCase(
        `op/${op}:int32;last-bits`,
        () => ({ x: near([20, 17], 1), y: near([17], 2), z: near([20, 1], 3), w: near([20, 17], 4), one: near([], 5) }),
        (ops, { x, y, z, w, one }) => ({
          row: ops[op](x!, y!),
          column: ops[op](z!, x!),
          both: ops[op](z!, y!),
          equal: ops[op](x!, w!),
          scalar: ops[op](x!, one!),
        }),
      ),
    ),
    ...comparisons.map((op) =>
      graphCase(
        `op/${op}:NaN;[4,9,11]`,
        () => ({ x: some([4, 9, 11], 1), y: random([4, 9, 11], 2), z: some([9, 1], 3) }),
        (ops, { x, y, z }) => ({ left: ops[op](x!, y!), right: ops[op](y!, x!), spread: ops[op](x!, z!) }),
      ),
    ),
    ...[...arithmetic, 'div' as const, ...comparisons].map((op) =>
      graphCase(`op/${op}:with-itself`, { x: random([5, 7], 1, 'float32', 0.5, 3) }, (ops, { x }) => ops[op](x!, x!)),
    ),
    graphCase(
      'op/div:large-and-small',
      {
        a: special([1e30, 1, 3e38, 2e-30, 1e-37, 7, -1e20, 5]),
        b: special([8e37, 6e37, 4e37, 1e-37, 3, 1e-30, 1e18, 3e37]),
      },
      (ops, { a, b }) => ops.div(a!, b!),
    ),
    graphCase('op/div:by-a-number', { a: random([300], 1), b: special([3]) }, (ops, { a, b }) => ops.div(a!, b!)),
  ];
}

function largeCasesOf([a, b]: [Shape, Shape]): GraphCase[] {
  return [...arithmetic, 'div' as const, ...comparisons, 'and' as const, 'or' as const].map((op) =>
    graphCase(
      `op/${op}:large;${showShapes(a, b)}`,
      () => {
        const dtypes = op === 'and' || op === 'or' ? [] : op === 'div' ? ['float32'] : ['float32', 'int32'];
        if (dtypes.length === 0) return { a: random(a, 1, 'bool'), b: random(b, 2, 'bool') };
        const floats = isComparison(op) ? [-2, 2] : [0.5, 3];
        return {
          x: random(a, 1, 'float32', floats[0], floats[1]),
          y: random(b, 2, 'float32', floats[0], floats[1]),
          ...(dtypes.length > 1 ? { a: random(a, 3, 'int32', -rangeOf(op), rangeOf(op)) } : {}),
          ...(dtypes.length > 1 ? { b: random(b, 4, 'int32', -rangeOf(op), rangeOf(op)) } : {}),
        };
      },
      (ops, { x, y, a, b }) => ({
        ...(x && y ? { float32: ops[op](x, y) } : {}),
        ...(a && b ? { others: ops[op](a, b) } : {}),
      }),
    ),
  );
}

function extremeCases(): GraphCase[] {
  const left = special([1, 2, nan, 1, nan, inf, -inf, 0, 3, inf, -inf, 2]);
  const right = special([2, 1, 1, nan, nan, inf, inf, -0, 3, 1, -inf, -inf]);
  const beyond = special([16777217, -16777219, 33554435, 2147483647], 'int32');
  return [
    ...comparisons.map((op) =>
      graphCase(`op/${op}:extremes`, { left, right }, (ops, { left, right }) => ops[op](left!, right!)),
    ),
    // Not maximum and minimum, which may answer anything where an operand is NaN.
    ...(['add', 'sub', 'mul', 'div'] as const).map((op) =>
      graphCase(`op/${op}:extremes`, { left, right }, (ops, { left, right }) => ops[op](left!, right!)),
    ),
    ...(['maximum', 'minimum'] as const).map((op) =>
      graphCase(
        `op/${op}:infinities`,
        { a: special([inf, -inf, 1, -1, inf]), b: special([1, -1, -inf, inf, -inf]) },
        (ops, { a, b }) => ops[op](a!, b!),
      ),
    ),
    graphCase('op/add:int32-beyond-2^24', { beyond }, (ops, { beyond }) =>
      ops.add(beyond!, ops.constant(Int32Array.of(-1), [], 'int32')),
    ),
    graphCase('op/sub:int32-beyond-2^24', { beyond }, (ops, { beyond }) =>
      ops.sub(beyond!, ops.constant(Int32Array.of(2), [], 'int32')),
    ),
    graphCase('op/mul:int32-beyond-2^24', { x: special([4099, -46337, 65537], 'int32') }, (ops, { x }) =>
      ops.mul(x!, ops.constant(Int32Array.of(8191, 46337, 32749), [3], 'int32')),
    ),
    ...(['maximum', 'minimum', 'greater', 'greaterEqual', 'equal'] as const).map((op) =>
      graphCase(`op/${op}:int32-beyond-2^24`, { beyond }, (ops, { beyond }) =>
        ops[op](beyond!, ops.constant(Int32Array.of(16777216, -16777220, 33554435, 2147483646), [4], 'int32')),
      ),
    ),
    graphCase('op/div:by-zero', { a: special([1, -1, 0]), b: special([0, 0, 0]) }, (ops, { a, b }) => ops.div(a!, b!)),
  ];
}
