import { hostTensor, type Shape } from '@mosa-js/core';
import { closest, fourValues, random } from '../values';
import type { SelectSpec } from './spec';

/** Lengths and k that kernels treat on their own: powers of two, all, all but one, few, more than half. */
export function sizedSpecs(): SelectSpec[] {
  const of = (shape: Shape, k: number, more: Partial<SelectSpec> = {}): SelectSpec => ({
    name: `random:[${shape}]`,
    logits: () => random(shape, k + 61),
    k,
    ...more,
  });
  const masked = (n: number, k: number, share = 0.5): SelectSpec => ({
    name: `valid:[2,${n}];share=${share}`,
    logits: () => random([2, n], n + k),
    k,
    valid: () => {
      const draw = random([2, n], n + k + 1, 'float32', 0, 1);
      return hostTensor(
        Float32Array.from(draw.data, (value) => Number(value < share)),
        [2, n],
        'bool',
      );
    },
  });
  return [
    of([2, 100], 100),
    of([2, 300], 300),
    of([2, 100], 99),
    of([2, 600], 599),
    of([2, 600], 32),
    of([2, 600], 128),
    of([2, 600], 256),
    of([2, 1100], 512),
    of([2, 128], 50),
    of([2, 2000], 77),
    of([1, 2300], 2100),
    of([2, 64], 22),
    of([2, 256], 86),
    of([2, 512], 171),
    of([2, 1024], 342),
    of([2, 2048], 683),
    of([1, 16384], 500, { whole: true }),
    of([1, 32768], 500, { whole: true }),
    of([1, 65536], 500, { whole: true }),
    of([90], 13),
    of([2, 1, 2, 3, 40], 13),
    { ...of([65540, 3], 2), name: 'valid:[65540,3]', valid: () => random([65540, 3], 63, 'bool'), whole: true },
    ...[2, 3, 100].map((k) => masked(100, k)),
    ...[64, 128, 256, 512].map((n) => masked(n, n / 4)),
    masked(2300, 1100),
    // Fewer valid ones than k.
    masked(700, 100, 0.05),
    masked(2100, 100, 0.01),
    masked(4200, 300, 0.01),
    ...[16, 256, 512, 1024, 2048, 4096].map((n) => ({
      name: `ties:four-values;[2,${n}]`,
      logits: () => fourValues([2, n], n + 5),
      k: Math.ceil(n / 3),
    })),
    ...[20, 300, 2048].map((n) => ({
      name: `ties:four-values;valid:[2,${n}]`,
      logits: () => fourValues([2, n], n + 6),
      k: Math.ceil(n / 3),
      valid: () => random([2, n], n + 7, 'bool'),
    })),
    ...[64, 256, 1024, 2048, 4096].map((n) => ({
      name: `last-bits:[2,${n}]`,
      logits: () => closest([2, n], n + 8),
      k: Math.ceil(n / 3),
    })),
    ...[20, 300, 2048].map((n) => ({
      name: `last-bits;valid:[2,${n}]`,
      logits: () => closest([2, n], n + 9),
      k: Math.ceil(n / 3),
      valid: () => random([2, n], n + 10, 'bool'),
    })),
  ];
}
