import { MosaError } from '@mosa-js/core';
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

/** @throws MosaError `config` */
export function checkSeed(seed: unknown, where: string): void {
  if (!Number.isSafeInteger(seed)) throw new MosaError('config', where, 'a whole number', show(seed));
}
