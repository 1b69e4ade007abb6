import { type HostTensor, MosaError, type Shape, sizeOf } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';

/**
 * A seed made of others, so that neighbouring steps, layers and uses draw from unrelated streams. Safe integers in, of which
 * every bit counts; a whole number below 2^32 out.
 */
export function mixSeeds(...seeds: readonly number[]): number {
  const parts = seeds.flatMap((seed) => (Math.abs(seed) < 2 ** 32 ? [seed] : [seed, Math.trunc(seed / 2 ** 32)]));
  return parts.reduce((mixed, seed) => Math.floor(randomSource(Math.imul(mixed, 0x2c1b3c6d) ^ seed)() * 2 ** 32), 0);
}

/**
 * float32 tensor of normal numbers with mean 0. Each is twelve uniform ones, less six: their sums are exact, where log
 * and cos of engines differ in the last digit, so every engine starts from the same bits.
 */
export function randomNormal(shape: Shape, deviation: number, seed: number): HostTensor {
  const next = randomSource(seed);
  const data = new Float32Array(sizeOf(shape));
  for (let i = 0; i < data.length; i++) {
    let sum = -6;
    for (let draw = 0; draw < 12; draw++) sum += next();
    data[i] = sum * deviation;
  }
  return { shape, dtype: 'float32', data };
}

/** @throws MosaError `config` */
export function checkSeed(seed: unknown, where: string): void {
  if (!Number.isSafeInteger(seed)) throw new MosaError('config', where, 'a whole number', show(seed));
}
