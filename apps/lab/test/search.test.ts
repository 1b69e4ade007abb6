import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewest, nextCandidates } from '../src/isoflop/search';

function search(answer: number, options: { start: number; most: number; parallel: number; precision: number }) {
  const known = new Map<number, boolean>();
  let rounds = 0;
  for (;;) {
    const next = nextCandidates(known, options);
    if (next.length === 0) return { found: fewest(known), tried: known.size, rounds };
    rounds++;
    expect(next.length).toBeLessThanOrEqual(options.parallel);
    for (const heads of next) {
      expect(known.has(heads)).toBe(false);
      expect(heads).toBeGreaterThan(0);
      expect(heads).toBeLessThanOrEqual(options.most);
      known.set(heads, heads >= answer);
    }
    expect(rounds).toBeLessThan(100);
  }
}

describe('nextCandidates', () => {
  it('finds the fewest heads, however many are tried at a time', () => {
    const whole = (min: number, max: number) => fc.integer({ min, max });
    fc.assert(
      fc.property(whole(1, 300), whole(1, 20), whole(1, 5), (answer, start, parallel) => {
        expect(search(answer, { start, most: 300, parallel, precision: 1 }).found).toBe(answer);
      }),
    );
  });

  it('gives up beyond the most', () => {
    expect(search(50, { start: 4, most: 30, parallel: 2, precision: 1 }).found).toBeUndefined();
  });

  it('needs about twice the logarithm of the answer', () => {
    expect(search(97, { start: 4, most: 300, parallel: 1, precision: 1 }).tried).toBeLessThanOrEqual(12);
    expect(search(97, { start: 4, most: 300, parallel: 1, precision: 8 }).tried).toBeLessThanOrEqual(10);
  });
});
