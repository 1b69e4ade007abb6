import { describe, expect, it } from 'vitest';
import { parseOptions } from '../src/options.js';
import { planOf } from '../src/plan.js';
import { toTable } from '../src/table.js';

describe('the command line', () => {
  it.each([
    [['now'], /only options/],
    [['--kill-at-random', '0'], /--kill-at-random.*from 1/],
    [['--seed', '1'], /--seed.*without --kill-at-random/],
    [['--kill-at-random', '1', '--state', 'x'], /--state.*with --kill-at-random/],
    [['--fast'], /--fast/],
  ])('%j is refused', (words, expected) => expect(() => parseOptions(words)).toThrow(expected));
});

describe('the plan', () => {
  it('has each step once, and the quick form none that the full form lacks', () => {
    const [full, quick] = [false, true].map((form) => planOf({ quick: form }).map(({ id }) => id));
    expect(new Set(full).size).toBe(full.length);
    expect(quick.filter((id) => !full.includes(id))).toEqual([]);
    expect(quick.length).toBeLessThan(full.length);
  });

  it('publishes what it has packed before anybody installs it', () => {
    const ids = planOf({ quick: false }).map(({ id }) => id);
    const at = ['pack', 'publish a half', 'publish the rest', 'Node 20', 'next pack', 'next publish', 'upgrade'];
    const places = at.map((id) => ids.indexOf(id));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });
});

it('the table says what failed in full, and what cannot be had how to get it', () => {
  const steps = [
    { id: 'pack', status: 'passed', seconds: 1, ran: 'npm pack', result: '11 tarballs' },
    { id: 'webpack', status: 'failed', seconds: 2, ran: '', result: 'one line\nanother line' },
    { id: 'a page', status: 'unavailable', seconds: 2, ran: '', result: 'name a Chromium' },
  ];
  const text = toTable({ form: 'quick', steps, tarballs: [], seconds: 5 });
  expect(text).toContain('webpack: one line\nanother line');
  expect(text).toContain('a page: name a Chromium');
  expect(text).toContain('quick form: 1 passed, 1 failed, 1 unavailable, in 5 s');
});
