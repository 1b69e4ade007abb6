import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchOf, evaluationWindows, metrics, sampleBatch } from '../src/index';

const count = (length: number) => Int32Array.from({ length }, (_, i) => i);

describe('sampleBatch', () => {
  it('takes windows from anywhere in the text, and what follows each token', () => {
    const seen = new Set<number>();
    for (let step = 1; step <= 200; step++) {
      const { tokens, targets } = sampleBatch(count(20), { batch: 4, length: 16, seed: 1, step });
      expect([tokens.shape, targets.shape]).toEqual([
        [4, 16],
        [4, 16],
      ]);
      tokens.data.forEach((token, i) => {
        expect(targets.data[i]).toBe(token + 1);
        if (i % 16 > 0) expect(token).toBe(tokens.data[i - 1]! + 1);
        else seen.add(token);
      });
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3]);
  });

  it('depends on seed and step alone', () => {
    const at = (seed: number, step: number) =>
      sampleBatch(count(100_000), { batch: 2, length: 8, seed, step }).tokens.data.join();
    expect(at(1, 5)).toBe(at(1, 5));
    const starts = new Set<string>();
    for (let seed = 0; seed < 20; seed++) for (let step = 1; step <= 20; step++) starts.add(at(seed, step));
    expect(starts.size).toBe(400);
  });

  it('refuses a text shorter than a block, naming both lengths', () => {
    expect(sampleBatch(count(9), { batch: 1, length: 8, seed: 1, step: 1 }).targets.data.at(-1)).toBe(8);
    expect(() => sampleBatch(count(8), { batch: 1, length: 8, seed: 1, step: 1 })).toThrow(/at least 9 tokens.*got 8/);
  });
});

describe('evaluation', () => {
  it('counts every token but the first as a target exactly once, from whole windows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 90 }), fc.integer({ min: 1, max: 20 }), (size, length) => {
        fc.pre(size > length);
        const tokens = count(size);
        const windows = evaluationWindows(tokens, length);
        const { targets, tokens: inputs } = batchOf(tokens, windows, { batch: windows.length + 1, length });
        const counted = Array.from(targets.data).filter((target) => target >= 0);
        expect(counted.sort((a, b) => a - b)).toEqual(Array.from(tokens.slice(1)));
        targets.data.forEach((target, i) => {
          if (target >= 0) expect(inputs.data[i]).toBe(target - 1);
        });
        for (const { start } of windows) expect(start + length).toBeLessThan(size);
      }),
    );
  });

  it('of a part spreads its windows over the text', () => {
    expect(evaluationWindows(count(1001), 10, 4).map(({ start }) => start)).toEqual([0, 250, 500, 750]);
    expect(evaluationWindows(count(25), 10, 99)).toEqual([
      { start: 0, skip: 0 },
      { start: 10, skip: 0 },
      { start: 14, skip: 6 },
    ]);
    expect(() => evaluationWindows(count(25), 10, 0)).toThrow(expect.objectContaining({ code: 'config' }));
  });
});

describe('metrics', () => {
  it('are nats a token, bits a byte and perplexity', () => {
    expect(metrics(20, 10)).toEqual({ loss: 2, perplexity: Math.exp(2), tokens: 10 });
    // A model that knows nothing of bytes needs eight bits for each.
    expect(metrics(10 * Math.log(256), 10, 1).bitsPerByte).toBeCloseTo(8, 12);
    expect(metrics(10 * Math.log(256), 10, 0.25).bitsPerByte).toBeCloseTo(2, 12);
  });
});
