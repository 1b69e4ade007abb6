import { type HostTensor, type Shape, sizeOf } from '../types';

/**
 * Uniform numbers in [0, 1) from a whole-number seed, the same on every machine (splitmix32 steps). Every bit of a safe
 * integer counts.
 */
export function randomSource(seed: number): () => number {
  const [low, high] = halves(seed);
  let state = high === 0 ? low | 0 : low ^ Math.floor(randomSource(high)() * 2 ** 32);
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

/** The low 32 bits of a whole number and what is above them, both with its sign. */
export function halves(seed: number): [low: number, high: number] {
  const whole = Math.trunc(seed);
  return [whole % 2 ** 32, Math.trunc(whole / 2 ** 32)];
}

/** The seed of one of many tensors: seed · 31 + index in the low 32 bits, which published runs stand on. */
export function seedOf(seed: number, index: number): number {
  const [low, high] = halves(seed);
  return ((low * 31 + index) % 2 ** 32) + high * 2 ** 32;
}

/** float32 tensor of numbers uniform in [−limit, limit). */
export function randomUniform(shape: Shape, limit: number, seed: number): HostTensor {
  const next = randomSource(seed);
  const data = Float32Array.from({ length: sizeOf(shape) }, () => (2 * next() - 1) * limit);
  return { shape, dtype: 'float32', data };
}
