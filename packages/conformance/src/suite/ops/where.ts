import type { DType, Shape } from '@mosa-js/core';
import type { ConformanceCase } from '../case';
import { type Build, graphCase } from '../graph-case';
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
];

export function whereCases(): ConformanceCase[] {
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
  ];
}
