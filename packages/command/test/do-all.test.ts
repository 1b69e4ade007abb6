import { expect, it } from 'vitest';
import { doAll } from '../src';

it('does everything, and throws the first failure', async () => {
  const done: number[] = [];
  const failing = (n: number) => async () => {
    throw new Error(`${n}`);
  };
  await expect(doAll([() => done.push(1), failing(2), async () => done.push(3), failing(4)])).rejects.toThrow('2');
  expect(done).toEqual([1, 3]);
});
