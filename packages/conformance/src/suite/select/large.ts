import { hostTensor, type Shape } from '@mosa-js/core';
import { closest, fourValues, random } from '../values';
import type { SelectSpec } from './spec';

/** Rows, columns and k beyond a workgroup, a list of slots, or a dimension of a dispatch; ties and last bits far along a row. */
export function largeSpecs(): SelectSpec[] {
  const bits = (shape: Shape, seed: number) => () => random(shape, seed, 'bool');
  /** Equal logits from position 1,000 on, so that the k-th place falls among positions around 1,024. */
  const tiedAround1024 = () =>
    hostTensor(
      Float32Array.from({ length: 2 * 1500 }, (_, i) => (i % 1500 < 1000 ? -1 : 2)),
      [2, 1500],
    );
  const pairs = () =>
    hostTensor(
      Float32Array.from({ length: 70001 }, (_, i) => Math.floor(((i * 7919) % 70001) / 2)),
      [1, 70001],
    );
  const randomOf = (shape: Shape, k: number): SelectSpec => ({
    name: `random:[${shape}]`,
    logits: () => random(shape, k + 20),
    k,
  });
  return [
    ...[31, 32, 33, 64, 65, 255, 256, 257, 512].map((n) => ({
      ...randomOf([2, n], Math.ceil(n / 3)),
      whole: n % 2 === 0,
    })),
    ...[1024, 2048, 4096, 8192].flatMap((n): SelectSpec[] => [
      { ...randomOf([2, n], 100), whole: true },
      { name: `valid:[2,${n}]`, logits: () => random([2, n], n), k: 100, valid: bits([2, n], n + 1), whole: true },
    ]),
    { name: 'valid:[1,33000]', logits: () => random([1, 33000], 38), k: 500, valid: bits([33000], 39), whole: true },
    randomOf([3, 2050], 257),
    randomOf([2, 4097], 300),
    randomOf([1, 9000], 2500),
    { ...randomOf([1, 70001], 2000), whole: true, large: true },
    randomOf([65537, 3], 2),
    { ...randomOf([65600, 33], 2), large: true, whole: true },
    randomOf([66, 5, 40], 11),
    { name: 'ties:around-position-1024', logits: tiedAround1024, k: 30 },
    { name: 'ties:pairs;[1,70001]', logits: pairs, k: 2001 },
    { name: 'ties:four-values;[2,5000]', logits: () => fourValues([2, 5000], 14), k: 2700 },
    {
      name: 'ties:four-values;[1,70001]',
      logits: () => fourValues([1, 70001], 15),
      k: 40000,
      whole: true,
      large: true,
    },
    { name: 'ties:all-equal;[2,3000]', logits: () => hostTensor(new Float32Array(6000).fill(-3), [2, 3000]), k: 1700 },
    { name: 'last-bits:[2,700]', logits: () => closest([2, 700], 16), k: 222 },
    { name: 'last-bits:negative;[2,700]', logits: () => closest([2, 700], 17, -1), k: 222 },
    { name: 'last-bits:[1,3001]', logits: () => closest([1, 3001], 18, 0.75), k: 1000 },
    { name: 'last-bits:[3,30]', logits: () => closest([3, 30], 19, 1e-3), k: 11 },
    {
      name: 'valid:[3,1,6]',
      logits: random([3, 4, 6], 23),
      k: 3,
      valid: () => hostTensor([1, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1, 1, 0], [3, 1, 6], 'bool'),
    },
    {
      name: 'valid:[3,2,1]',
      logits: random([3, 2, 6], 24),
      k: 3,
      valid: () => hostTensor([1, 0, 0, 1, 1, 0], [3, 2, 1], 'bool'),
    },
    { name: 'valid:[2,1,1,40]', logits: () => random([2, 3, 2, 40], 25), k: 9, valid: bits([2, 1, 1, 40], 26) },
    { name: 'valid:[1,3,1,700]', logits: () => random([2, 3, 2, 700], 27), k: 100, valid: bits([1, 3, 1, 700], 28) },
    { name: 'valid:[2,3000]', logits: () => random([2, 3000], 29), k: 1400, valid: bits([2, 3000], 30) },
    { name: 'valid:[1];[3,300]', logits: () => random([3, 300], 31), k: 7, valid: () => hostTensor([1], [1], 'bool') },
    { name: 'valid:fewer-than-k;[2,300]', logits: () => random([2, 300], 32), k: 200, valid: bits([300], 33) },
  ];
}
