import { hostTensor, type Shape } from '@mosa-js/core';
import { fourValues, lowest, random } from '../values';
import type { SelectSpec } from './spec';

const nan = Number.NaN;
const inf = Number.POSITIVE_INFINITY;

export function smallSpecs(): SelectSpec[] {
  const row = (...values: number[]) => hostTensor(values, [1, values.length]);
  const bits = (shape: Shape, ...values: number[]) => hostTensor(values, shape, 'bool');
  const repeated = (value: number, n: number) => row(...new Array<number>(n).fill(value));
  return [
    { name: 'random:[4,33]', logits: random([4, 33], 1), k: 8 },
    { name: 'random:[2,3,128]', logits: random([2, 3, 128], 2), k: 16 },
    { name: 'random:[2,1000]', logits: random([2, 1000], 3), k: 64 },
    { name: 'edges:all;[3,7]', logits: random([3, 7], 4), k: 7 },
    { name: 'edges:one;[3,7]', logits: random([3, 7], 5), k: 1 },
    { name: 'edges:one-position;[5,1]', logits: random([5, 1], 6), k: 1 },
    { name: 'edges:all-but-one;[3,9]', logits: random([3, 9], 7), k: 8 },
    { name: 'ties:some', logits: row(3, 5, 5, 2, 5, 1), k: 4 },
    { name: 'ties:at-the-edge', logits: row(1, 2, 2, 2, 2, 0, 3), k: 3 },
    { name: 'ties:all-equal', logits: repeated(0.5, 20), k: 6 },
    { name: 'ties:four-values;[3,64]', logits: fourValues([3, 64], 8), k: 20 },
    { name: 'ties:four-values;[2,2,500]', logits: fourValues([2, 2, 500], 9), k: 100 },
    { name: 'ties:signed-zero', logits: row(0, -0, 0, -0, -1, -0), k: 3 },
    { name: 'infinity:two-of-each', logits: row(1, -inf, 2, -inf, -inf, inf, inf), k: 5 },
    { name: 'infinity:minus-only', logits: repeated(-inf, 6), k: 3 },
    { name: 'infinity:lowest-before-minus', logits: row(-inf, lowest, -inf, lowest, 0), k: 4 },
    { name: 'nan:last', logits: row(1, nan, 2, 0.5, -1), k: 3 },
    { name: 'nan:after-minus-infinity', logits: row(nan, -inf, nan, -inf, 1), k: 4 },
    { name: 'nan:all', logits: repeated(nan, 5), k: 2 },
    { name: 'valid:right-padding', logits: random([2, 10], 10), k: 4, valid: bits([10], 1, 1, 1, 1, 1, 1, 0, 0, 0, 0) },
    {
      name: 'valid:fewer-than-k',
      logits: random([2, 8], 11),
      k: 5,
      valid: bits([2, 8], 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0),
    },
    { name: 'valid:none', logits: random([1, 6], 12), k: 3, valid: bits([6], 0, 0, 0, 0, 0, 0) },
    {
      name: 'valid:nan-before-padding',
      logits: row(5, nan, -inf, 4, nan, 1),
      k: 4,
      valid: bits([6], 0, 1, 1, 0, 1, 1),
    },
    {
      name: 'valid:broadcast;[3,2,6]',
      logits: random([3, 2, 6], 13),
      k: 3,
      valid: bits([2, 6], 1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1),
    },
  ];
}
