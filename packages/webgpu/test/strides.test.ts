import { expect, it } from 'vitest';
import { stridesIn } from '../src/kernels/strides';

/** Offsets of all elements, in row-major order. */
function offsets(shape: readonly number[], strides: readonly number[]): number[] {
  return shape.reduce<number[]>(
    (all, size, axis) => all.flatMap((at) => Array.from({ length: size }, (_, i) => at + i * strides[axis]!)),
    [0],
  );
}

const cases: [sizes: number[], strides: number[], shape: number[]][] = [
  [[3, 2, 4], [8, 4, 1], [24]],
  [
    [3, 2, 4],
    [8, 4, 1],
    [6, 2, 2],
  ],
  [
    [2, 3, 4],
    [4, 8, 1],
    [2, 3, 2, 2],
  ], // a transpose whose rows stay rows
  [
    [2, 6, 4],
    [4, 8, 1],
    [2, 2, 3, 4],
  ],
  [
    [1, 6, 4],
    [99, 12, 1],
    [6, 1, 4, 1],
  ], // a slice along an inner axis
  [
    [2, 3, 5],
    [0, 5, 1],
    [2, 15],
  ], // repeated along the first axis
  [[1, 1], [7, 3], [1]],
];
it.each(cases)('%j by %j is told in %j', (sizes, strides, shape) => {
  const found = stridesIn(shape, { sizes, strides });
  expect(offsets(shape, found!)).toEqual(offsets(sizes, strides));
});

const untold: typeof cases = [
  [
    [2, 3, 4],
    [4, 8, 1],
    [6, 4],
  ],
  [[2, 3, 4], [4, 8, 1], [24]],
  [[2, 4], [8, 1], [8]],
  [
    [6, 4],
    [12, 1],
    [3, 8],
  ],
];
it.each(untold)('%j by %j is not told in %j', (sizes, strides, shape) => {
  expect(stridesIn(shape, { sizes, strides })).toBeUndefined();
});
