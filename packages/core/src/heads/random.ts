import { type HostTensor, type Shape, sizeOf } from '../types';

/**
 * Uniform numbers in [0, 1) from a whole-number seed, the same on every machine (splitmix32 steps). Every bit of a safe
 * integer counts.
 */
export function randomSource(seed: number): () => number {
  const start = startOf(seed);
  let count = 0;
  return () => numberOf(start, ++count);
}

/** Where the numbers of a seed start. */
function startOf(seed: number): number {
  const [low, high] = halves(seed);
  return high === 0 ? low : low ^ (numberOf(startOf(high), 1) * 2 ** 32);
}

/**
 * The n-th number from a start, from 1. Large models take 10^8 of them and more: without `start | 0` engines add doubles,
 * in a fifth more time.
 */
function numberOf(start: number, n: number): number {
  let mixed = ((start | 0) + Math.imul(n, 0x9e3779b9)) | 0;
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
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
  const data = new Float32Array(sizeOf(shape));
  const start = startOf(seed);
  for (let i = 0; i < data.length; i++) data[i] = (2 * numberOf(start, i + 1) - 1) * limit;
  return { shape, dtype: 'float32', data };
}

/**
 * float32 tensor of normal numbers with mean 0. Each is twelve uniform ones, less six: their sums are exact, where log
 * and cos of engines differ in the last digit, so every engine starts from the same bits.
 */
export function randomNormal(shape: Shape, deviation: number, seed: number): HostTensor {
  const data = new Float32Array(sizeOf(shape));
  const start = startOf(seed);
  for (let i = 0; i < data.length; i++) {
    let sum = -6;
    for (let n = 1; n <= 12; n++) sum += numberOf(start, 12 * i + n);
    data[i] = sum * deviation;
  }
  return { shape, dtype: 'float32', data };
}
