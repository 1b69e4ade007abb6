import { type HostTensor, hostTensor } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { odd, random, special } from '../values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const nine = [nan, inf, -inf, 0, -0, 1, -1, 1e-15, 1e15];
const column = hostTensor(nine, [9, 1]);
const row = special(nine);

/** Numbers that are not finite, zeros of both signs, and very small and very large ones, each with each and in every op. */
export function specialValueCases(): GraphCase[] {
  return [
    ...(['add', 'sub', 'mul', 'div', 'greater', 'greaterEqual', 'equal'] as const).map((op) =>
      graphCase(`op/${op}:each-with-each`, { column, row }, (ops, { column, row }) => ops[op](column!, row!)),
    ),
    ...(['neg', 'exp', 'log', 'sqrt', 'sigmoid', 'isNaN'] as const).map((op) =>
      graphCase(
        `op/${op}:special-values`,
        { row, more: special([-87, 88, -18, 18.5, -50, 1e-37, 3e38, -1e-3, 800, -800]) },
        (ops, { row, more }) => ({
          nine: ops[op](row!),
          more: ops[op](more!),
        }),
      ),
    ),
    // NaN that an op made, not one that came from the host.
    graphCase(
      'op/exp:of-a-made-NaN',
      { x: special([0, 1, inf, -inf, 2]), zero: special([0, 0, 0, 0, 0]) },
      (ops, { x, zero }) => {
        const made = ops.mul(x!, ops.div(zero!, zero!));
        return {
          exp: ops.exp(made),
          sigmoid: ops.sigmoid(ops.neg(made)),
          log: ops.log(made),
          sqrt: ops.sqrt(made),
          any: ops.cast(made, 'bool'),
        };
      },
    ),
    graphCase(
      'op/where:special-values',
      { condition: random([9, 9], 1, 'bool'), column, row },
      (ops, { condition, column, row }) => ops.where(condition!, column!, row!),
    ),
    graphCase('op/cast:special-values-to-bool', { row }, (ops, { row }) => ops.cast(row!, 'bool')),
    graphCase(
      'op/cast:float32-to-int32;limits',
      { x: special([1.9, -1.9, 0.5, -0.5, 2.5, 16777216, -2147483648, 2147483520]) },
      (ops, { x }) => ops.cast(x!, 'int32'),
    ),
    ...rowsThatAreNotFinite(),
    ...boolsInTurn(),
  ];
}

function rowsThatAreNotFinite(): GraphCase[] {
  const late = () => {
    const x = random([2, 300], 2);
    x.data[299] = nan;
    return { x };
  };
  const updates = (values: readonly number[]): HostTensor => hostTensor(values, [values.length / 2, 2]);
  const rows = (count: number, upTo: number) =>
    special(
      Array.from({ length: count }, (_, i) => i % upTo),
      'int32',
    );
  return [
    graphCase(
      'op/softmax:NaN-in-a-row',
      { x: hostTensor([1, nan, 2, 0, -inf, 1, -inf, 1, 1000, 999, -1000, 0], [3, 4]) },
      (ops, { x }) => ops.softmax(x!),
    ),
    graphCase('op/softmax:NaN-at-the-end', late, (ops, { x }) => ops.softmax(x!)),
    graphCase('op/sum:NaN-at-the-end', late, (ops, { x }) => ops.sum(x!, [1])),
    graphCase(
      'op/sum:not-finite',
      { x: hostTensor([1, inf, 2, inf, -inf, 1, nan, 1, 1, 2, 3, 4], [4, 3]) },
      (ops, { x }) => ({
        rows: ops.sum(x!, [1]),
        columns: ops.sum(x!, [0]),
      }),
    ),
    graphCase(
      'op/cumulativeSum:not-finite',
      { x: hostTensor([1, nan, 2, 1, inf, 2, 1, -inf, inf], [3, 3]) },
      (ops, { x }) => ops.cumulativeSum(x!),
    ),
    graphCase(
      'op/scatterAdd:not-finite',
      {
        i: rows(12, 5),
        u: updates([inf, 1, 1, -inf, nan, 1, 1, 1, 2, 3, 4, 5, 1, 1, 1, inf, 1, 1, 1, 1, 1, 1, -inf, 1]),
      },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 7),
    ),
    graphCase(
      'op/scatterAdd:huge',
      () => {
        const u = odd([40, 2], 3, 15);
        return { i: rows(40, 7), u: { ...u, data: Float32Array.from(u.data, (value) => value * 2 ** 107) } };
      },
      (ops, { i, u }) => ops.scatterAdd(i!, u!, 7),
    ),
    graphCase(
      'op/max:not-finite',
      { x: hostTensor([-inf, 1, 2, -1e30, -1e30, -1e30, -1e30, 3, -1e30, inf, 1, -inf], [4, 3]) },
      (ops, { x }) => ops.max(x!, [1]),
    ),
  ];
}

/** Truth values in one program after the other, broadcast in different ways: a library may take one for the other. */
function boolsInTurn(): GraphCase[] {
  const shapes: [number[], number[]][] = [
    [
      [1, 8],
      [2, 8],
    ],
    [
      [1, 4],
      [2, 1],
    ],
    [
      [2, 1],
      [1, 8],
    ],
    [
      [1, 2, 4],
      [3, 1, 1],
    ],
    [
      [1, 2, 1, 8],
      [3, 1, 2, 1],
    ],
    [
      [1, 1, 1, 8],
      [1, 1, 8, 8],
    ],
  ];
  return [
    ...(['and', 'or'] as const).map((op) =>
      graphCase(
        `op/${op}:broadcast-in-turns`,
        Object.fromEntries(
          shapes.flatMap(([a, b], i) => [
            [`a${i}`, random(a, 40 + i, 'bool')],
            [`b${i}`, random(b, 60 + i, 'bool')],
          ]),
        ),
        (ops, inputs) =>
          Object.fromEntries(shapes.map((_, i) => [`y${i}`, ops[op](inputs[`a${i}`]!, inputs[`b${i}`]!)])),
      ),
    ),
    graphCase(
      'op/where:bool;equal-shapes',
      { condition: random([4], 1, 'bool'), a: special([1, 0, 1, 0], 'bool'), b: special([0, 0, 1, 1], 'bool') },
      (ops, { condition, a, b }) => ops.where(condition!, a!, b!),
    ),
    graphCase(
      'op/slice:int32-and-bool;as-a-whole',
      { x: special([7, 16777217, -3, 4], 'int32'), y: random([2, 3], 5, 'bool') },
      (ops, { x, y }) => ({
        int32: ops.slice(x!, [0], [4]),
        bool: ops.slice(y!, [0, 0], [2, 3]),
      }),
    ),
  ];
}
