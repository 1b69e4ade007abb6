import { expect, it } from 'vitest';
import { fuzz } from '../../../fuzz/fuzz';
import { randomOf } from '../../../fuzz/random';
import { unlessRefused } from '../../../fuzz/refusal';
import { SafetensorsError } from '../src';

// A fuzzer that cannot fail would prove nothing.
const run = (item: (index: number) => string) =>
  fuzz({ name: 'harness', count: 40, seed: 1, covers: ['done'], isFixed: true, item: (_, index) => item(index) });

it('tells an item that throws, once for each place', async () => {
  const found = run((index) => {
    if (index % 2 === 1) throw new TypeError('raw');
    return 'done';
  });
  await expect(found).rejects.toThrow(/^harness found\nitem 1: TypeError: raw/);
  await expect(found).rejects.not.toThrow(/item 3/);
});

it('tells what no item ended as', async () => {
  await expect(run(() => 'other')).rejects.toThrow('no item ended as done');
});

it('tells what is kept', async () => {
  const kept: Uint8Array[] = [];
  const found = run(() => {
    kept.push(new Uint8Array(2 ** 20).fill(1));
    return 'done';
  });
  await expect(found).rejects.toThrow(/harness found\n\d+ bytes more are held/);
  expect(kept.length).toBeGreaterThan(0);
});

it('takes a refusal as documented, and no other error', async () => {
  const refused = (error: unknown) =>
    unlessRefused('SafetensorsError', ['header'], () => {
      throw error;
    });
  const error = (code: 'header' | 'size', actual: string) => new SafetensorsError(code, 'here', 'a header', actual);
  expect(await refused(error('header', 'none'))).toBeUndefined();
  await expect(refused(error('size', 'none'))).rejects.toThrow(SafetensorsError);
  await expect(refused(new RangeError('raw'))).rejects.toThrow(RangeError);
  await expect(refused(error('header', 'x'.repeat(5000)))).rejects.toThrow(/a message of \d+ characters/);
});

it('draws the same from the same seed, and other numbers from the next', () => {
  const draws = (seed: number) => Array.from({ length: 100 }, randomOf(seed).next);
  expect(draws(7)).toEqual(draws(7));
  expect(new Set([...draws(7), ...draws(8)]).size).toBe(200);
  expect(draws(9).every((draw) => draw >= 0 && draw < 1)).toBe(true);
});
