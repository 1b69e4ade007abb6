import { describe, expect, it } from 'vitest';
import { type PlanStep, planMemory } from '../src/adapter';
import { randomSource } from '../src/training';

const step = (writes: number[], ...reads: number[]): PlanStep => ({ reads, writes });

describe('a memory plan', () => {
  it('has two buffers for a chain, since no step may read and write one', () => {
    const steps = [step([1], 0), step([2], 1), step([3], 2), step([4], 3)];
    const plan = planMemory(steps, new Map([1, 2, 3, 4].map((value) => [value, 100])));
    expect(plan.buffers).toEqual([100, 100]);
    expect(plan.peak).toBe(200);
    expect(plan.bufferOf.get(1)).toBe(plan.bufferOf.get(3));
    expect(plan.bufferOf.get(1)).not.toBe(plan.bufferOf.get(2));
    expect(plan.bufferOf.has(0)).toBe(false);
  });

  it('keeps a value that is written in several steps until its last reader', () => {
    const steps = [step([1]), step([1], 0), step([2]), step([3], 1), step([4], 2, 3)];
    const { bufferOf, buffers } = planMemory(steps, new Map([1, 2, 3, 4].map((value) => [value, 8 * value])));
    expect(new Set([1, 2, 3].map((value) => bufferOf.get(value))).size).toBe(3);
    expect(bufferOf.get(4)).toBe(bufferOf.get(1));
    expect(buffers.reduce((a, b) => a + b)).toBe(32 + 24 + 16);
  });

  it('is right for any steps, and seldom far from the least that they need', () => {
    const next = randomSource(3);
    const whole = (below: number) => Math.floor(below * next());
    let [taken, needed] = [0, 0];
    for (let round = 0; round < 60; round++) {
      const count = 2 + whole(60);
      const steps = Array.from({ length: count }, (_, value) =>
        step([value], ...Array.from({ length: Math.min(value, whole(4)) }, () => Math.max(0, value - 1 - whole(6)))),
      );
      const bytes = new Map(steps.map((_, value) => [value, 16 * (1 + whole(100))]));
      const { buffers, bufferOf, peak } = planMemory(steps, bytes);
      const last = (value: number) =>
        Math.max(value, ...steps.flatMap(({ reads }, i) => (reads.includes(value) ? i : [])));
      for (const [value, size] of bytes) {
        const buffer = bufferOf.get(value)!;
        expect(buffers[buffer]).toBeGreaterThanOrEqual(size);
        for (let other = value + 1; other < count; other++)
          if (bufferOf.get(other) === buffer) expect(other).toBeGreaterThan(last(value));
      }
      const live = steps.map((_, now) =>
        [...bytes].reduce((sum, [value, size]) => sum + (value <= now && now <= last(value) ? size : 0), 0),
      );
      expect(peak).toBe(Math.max(...live));
      taken += buffers.reduce((a, b) => a + b);
      needed += peak;
    }
    expect(taken).toBeGreaterThanOrEqual(needed);
    expect(taken).toBeLessThan(1.2 * needed);
  });
});
