import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { restingGpu } from '../src/backends/resting-gpu';

/** A module with a buffer that takes some time to be mapped. */
function module(milliseconds: number) {
  class GPUBuffer {
    async mapAsync(mode: number): Promise<number> {
      await after(milliseconds);
      if (mode === 0) throw new Error('no mode');
      return mode;
    }
  }
  return { globals: { GPUBuffer } };
}

/** Turns of the event loop until a buffer is mapped. */
async function turnsOf(name: string, milliseconds: number): Promise<number> {
  const { globals } = (await restingGpu(async () => module(milliseconds))(name)) as ReturnType<typeof module>;
  let turns = 0;
  let isMapped = false;
  const count = () => {
    turns += 1;
    if (!isMapped) setImmediate(count);
  };
  setImmediate(count);
  await expect(new globals.GPUBuffer().mapAsync(1)).resolves.toBe(1);
  isMapped = true;
  return turns;
}

it('turns the event loop about once a millisecond while a buffer is being mapped', async () => {
  // The first three milliseconds are free; no turn after them takes less than one.
  const [short, long] = [await turnsOf('webgpu', 4), await turnsOf('webgpu', 404)];
  expect(long - short).toBeLessThan(2 * 400 + 20_000);
  expect(await turnsOf('another', 404)).toBeGreaterThan(long);
});

it('stops resting when the mapping fails', async () => {
  const { globals } = (await restingGpu(async () => module(10))('webgpu')) as ReturnType<typeof module>;
  await expect(new globals.GPUBuffer().mapAsync(0)).rejects.toThrow('no mode');
  const before = performance.now();
  for (let i = 0; i < 100; i++) await new Promise(setImmediate);
  expect(performance.now() - before).toBeLessThan(100);
});
