import { hostTensor } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';

const sizeOf = (shape) => shape.reduce((a, b) => a * b, 1);

/** Normally distributed, the same for the same seed. */
export function normal(shape, seed) {
  const next = randomSource(seed);
  const one = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return hostTensor(Float32Array.from({ length: sizeOf(shape) }, one), shape);
}

/** Ids below `limit`, the same for the same seed. */
export function ids(shape, limit, seed) {
  const next = randomSource(seed);
  return hostTensor(
    Int32Array.from({ length: sizeOf(shape) }, () => Math.floor(next() * limit)),
    shape,
    'int32',
  );
}
