import { constantInt, constantScalar, type Shape, type Traced } from '@mosa-js/core';
import { type GraphCase, graphCase } from '../graph-case';
import { closest, fewNaN, random, someNaN, special } from '../values';
import { named } from './named';

export function elementwiseCases(): GraphCase[] {
  const marked = someNaN([2, 3, 5], 70);
  const wide = random([2, 3, 5], 71, 'int32', -2e9, 2e9);
  const pairs: [Shape, Shape][] = [
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
      [3, 1, 5],
      [4, 1],
    ],
    [[], [3, 90]],
    [[5], [3, 5]],
    [
      [4, 1],
      [4, 8],
    ],
    [
      [70, 1],
      [1, 90],
    ],
    [
      [2, 1, 3, 1, 2, 1],
      [4, 1, 2, 2, 3],
    ],
    [[1026], [1026]],
  ];
  const near = (shape: Shape, seed: number) => random(shape, seed, 'int32', 16777216, 16777222);
  return [
    graphCase(
      'corner/elementwise:pairs',
      () =>
        named(
          pairs.flatMap(([a, b], i) => [
            [`a${i}`, random(a, i)] as const,
            [`b${i}`, random(b, i + 20, 'float32', 0.5, 2)] as const,
            [`c${i}`, near(a, i + 40)] as const,
            [`d${i}`, near(b, i + 60)] as const,
          ]),
        ),
      (ops, inputs) =>
        named(
          pairs.flatMap(([left, right], i) => {
            const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => inputs[`${name}${i}`]!) as [
              Traced,
              Traced,
              Traced,
              Traced,
            ];
            const of = `[${left}]x[${right}]`;
            const greater = ops.greater(c, d);
            return [
              [`difference${of}`, ops.sub(ops.div(a, b), ops.mul(b, a))],
              [`ends${of}`, ops.sub(ops.maximum(a, b), ops.minimum(ops.add(b, a), a))],
              [`integers${of}`, ops.sub(ops.maximum(c, d), ops.minimum(d, ops.add(c, constantInt(ops, 1))))],
              [`compared${of}`, ops.or(ops.and(greater, ops.not(ops.equal(c, d))), ops.greaterEqual(d, c))],
              [`greater${of}`, ops.not(greater)],
              [`atLeast${of}`, ops.not(ops.greaterEqual(c, d))],
              [`equal${of}`, ops.not(ops.equal(c, d))],
              [`chosen${of}`, ops.neg(ops.where(ops.greater(a, b), c, d))],
              [`floats${of}`, ops.not(ops.greaterEqual(a, ops.sub(b, constantScalar(ops, 1))))],
            ] as const;
          }),
        ),
    ),
    graphCase(
      'corner/elementwise:last-bits',
      () => ({ x: closest([30, 1], 1), y: closest([30], 2), bad: fewNaN([20, 30]) }),
      (ops, { x, y, bad }) => {
        const broken = ops.add(ops.mul(x!, constantScalar(ops, 1)), y!);
        const some = ops.add(bad!, y!);
        return {
          greater: ops.not(ops.greater(x!, y!)),
          atLeast: ops.not(ops.greaterEqual(x!, y!)),
          equal: ops.not(ops.equal(x!, y!)),
          broken: ops.neg(broken),
          above: ops.not(ops.greater(some, y!)),
          below: ops.not(ops.greaterEqual(y!, some)),
          same: ops.not(ops.equal(some, some)),
        };
      },
    ),
    graphCase(
      'corner/elementwise:chains',
      () => ({
        ...named(Array.from({ length: 9 }, (_, i) => [`x${i}`, random([3, 7], i + 80)] as const)),
        n: random([3, 7], 90, 'int32', 16777217, 16777299),
      }),
      (ops, { n, ...inputs }) => {
        const all = Object.values(inputs);
        const total = (count: number) => all.slice(0, count).reduce((a, b) => ops.sub(ops.neg(a), b));
        let [sum, count] = [all[0]!, n!];
        for (let i = 0; i < 36; i++) {
          sum = ops.add(ops.mul(sum, constantScalar(ops, i % 2 === 0 ? -0.75 : 0.5)), all[1]!);
          count = ops.sub(ops.maximum(ops.neg(count), n!), constantInt(ops, i));
        }
        const by = (number: number) =>
          ops.softmax(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(number)))));
        return {
          ...named([7, 8, 9].map((length) => [`total${length}`, ops.sum(total(length), [1])] as const)),
          sum: ops.sum(ops.neg(sum), [0]),
          count: ops.max(ops.neg(count), [0]),
          product: ops.max(ops.neg(ops.mul(n!, constantInt(ops, 127))), [1]),
          usual: by(1.23456789),
          small: ops.sum(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(1.2345678e-7)))), [1]),
          large: ops.max(ops.neg(ops.mul(total(2), constantScalar(ops, Math.fround(1.2345678e30)))), [1]),
        };
      },
    ),
    graphCase(
      'corner/elementwise:values',
      () => ({
        high: special([88.6, 88, 87.5, -86, -60, 1e-3, -1e-5, 3]),
        far: special([3e38, 1e31, 1e20, 2e-38, 1e-31, 1e-20, 1e-15, 3]),
        low: special([-87, -60, -40, -20, 16, -1e3, 1e3, -1e30]),
        divisor: special([8e37, 6e37, 4e37, 1e-35, 3, 1e-30, 1e18, 3e37]),
        some: someNaN([5, 3, 67], 1),
        float: random([30, 11], 7, 'float32', -2e9, 2e9),
        small: random([30, 11], 7, 'float32', -1, 1),
        int: random([30, 11], 8, 'int32', -2e9, 2e9),
        signs: special([-2147483648, 65536, -7, 0, 256, 16777217], 'int32'),
        mask: random([7, 90], 9, 'bool'),
        large: random([270, 260], 10, 'bool'),
        other: random([270, 260], 11, 'bool'),
        column: random([70, 1], 12, 'bool'),
        row: random([70], 13, 'bool'),
      }),
      (ops, { high, far, low, divisor, some, float, small, int, signs, mask, large, other, column, row }) => {
        const half = constantScalar(ops, 0.5);
        const ranks = ops.reshape(small!, [3, 2, 5, 1, 11]);
        return {
          exp: ops.mul(ops.exp(high!), half),
          log: ops.neg(ops.log(far!)),
          sqrt: ops.neg(ops.sqrt(far!)),
          sigmoid: ops.mul(ops.sigmoid(low!), constantScalar(ops, 2)),
          quotient: ops.neg(ops.div(high!, divisor!)),
          above: ops.not(ops.greater(some!, constantScalar(ops, 0))),
          below: ops.not(ops.greaterEqual(some!, constantScalar(ops, 0))),
          number: ops.neg(ops.where(ops.isNaN(some!), half, some!)),
          floatToInt: ops.neg(ops.cast(ops.neg(float!), 'int32')),
          smallToInt: ops.neg(ops.cast(ops.mul(small!, constantScalar(ops, 3)), 'int32')),
          smallToBool: ops.not(ops.cast(ops.neg(small!), 'bool')),
          intToFloat: ops.neg(ops.cast(ops.neg(int!), 'float32')),
          intToInt: ops.neg(ops.cast(ops.neg(int!), 'int32')),
          intToBool: ops.not(ops.cast(ops.maximum(signs!, ops.neg(signs!)), 'bool')),
          scalarToInt: ops.neg(ops.cast(ops.reshape(ops.slice(float!, [2, 2], [1, 1]), []), 'int32')),
          chosen: ops.neg(ops.where(mask!, constantScalar(ops, 3), half)),
          integers: ops.neg(ops.where(mask!, constantInt(ops, 16777217), constantInt(ops, -3))),
          truths: ops.not(ops.where(large!, other!, ops.not(large!))),
          square: ops.not(ops.or(ops.and(column!, row!), row!)),
          ranks: ops.exp(ops.neg(ranks)),
          deeper: ops.neg(ops.cast(ops.greater(ops.exp(ops.reshape(ranks, [3, 2, 5, 1, 11, 1])), half), 'int32')),
          chosenRanks: ops.neg(ops.where(ops.greater(ranks, half), half, ranks)),
          boolRanks: ops.neg(ops.cast(ops.greater(ranks, half), 'int32')),
          floatRanks: ops.neg(ops.cast(ops.greater(ranks, half), 'float32')),
          same: ops.sub(ops.mul(some!, some!), ops.add(some!, some!)),
          constants: ops.neg(ops.add(ops.constant(marked.data, marked.shape, 'float32'), half)),
          wide: ops.neg(ops.maximum(ops.constant(wide.data, wide.shape, 'int32'), constantInt(ops, 5))),
        };
      },
    ),
  ];
}
