import type { DType, Shape } from '@mosa-js/core';
import { type Build, type GraphCase, graphCase } from '../graph-case';
import { random, showShapes, special } from '../values';

const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
const dtypes = ['float32', 'int32', 'bool'] as const;
const build: Build = (ops, { condition, a, b }) => ops.where(condition!, a!, b!);

/** Shapes of the condition and of both branches. */
const shapes: [Shape, Shape, Shape][] = [
  [[2, 1, 4], [3, 4], [1]],
  [
    [2, 1, 3, 1],
    [1, 4, 1, 5],
    [2, 4, 3, 5],
  ],
  [[5], [4, 1], []],
  [[], [3], [3]],
  [
    [300, 1],
    [300, 257],
    [1, 257],
  ],
  [
    [3, 4, 1],
    [3, 4, 5],
    [3, 4, 5],
  ],
  [[3, 1, 5], [3, 4, 5], []],
  [[5], [3, 4, 5], [4, 1]],
  [[7, 90], [], []],
  [
    [270, 260],
    [270, 260],
    [270, 260],
  ],
  [
    [2, 1, 2, 2, 1],
    [2, 3, 1, 2, 3],
    [3, 2, 1, 3],
  ],
  [[2, 1, 2, 1, 2, 3], [2, 3, 2, 2, 1, 3], []],
];

export function whereCases(): GraphCase[] {
  const of = (dtype: DType, shape: Shape, seed: number) => random(shape, seed, dtype, -2e9, 2e9);
  return [
    ...dtypes.flatMap((dtype) =>
      shapes.map(([condition, a, b]) =>
        graphCase(
          `op/where:${dtype};${showShapes(condition, a, b)}`,
          () => ({ condition: random(condition, 5, 'bool'), a: of(dtype, a, 6), b: of(dtype, b, 7) }),
          build,
        ),
      ),
    ),
    graphCase(
      'op/where:branch-not-taken-is-NaN',
      {
        condition: special([1, 0, 1, 0, 1], 'bool'),
        a: special([1, nan, inf, -inf, nan]),
        b: special([nan, 2, nan, -inf, 3]),
      },
      build,
    ),
    // Neither is the one that is NaN or infinite in a larger tensor, nor in one that is repeated.
    graphCase(
      'op/where:not-finite;[9,40]',
      () => {
        const condition = random([9, 40], 8, 'bool');
        const hide = (when: number, seed: number) => {
          const x = random([9, 40], seed);
          condition.data.forEach((value: number, i: number) => {
            if (value === when) x.data[i] = [nan, inf, -inf][i % 3]!;
          });
          return x;
        };
        return { condition, a: hide(0, 9), b: hide(1, 10), none: special([nan]), far: special([-inf]) };
      },
      (ops, { condition, a, b, none, far }) => ({
        both: ops.where(condition!, a!, b!),
        none: ops.where(condition!, a!, none!),
        far: ops.where(ops.not(condition!), far!, a!),
      }),
    ),
  ];
}
