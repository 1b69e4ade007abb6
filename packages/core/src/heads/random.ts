import { type HostTensor, type Shape, sizeOf } from '../types';

/** Uniform numbers in [0, 1) from a whole-number seed, the same on every machine (splitmix32 steps). */
export function randomSource(seed: number): () => number {
  let state = Math.trunc(seed) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}

/** float32 tensor of numbers uniform in [−limit, limit). */
export function randomUniform(shape: Shape, limit: number, seed: number): HostTensor {
  const next = randomSource(seed);
  const data = Float32Array.from({ length: sizeOf(shape) }, () => (2 * next() - 1) * limit);
  return { shape, dtype: 'float32', data };
}
