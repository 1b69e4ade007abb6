import { expect, it } from 'vitest';
import { bench } from './support/bench.js';

const weights = (words) => bench(words, { file: 'weights.js' });

it('tells what a million weights cost, which have the same bits in either way', async () => {
  const line = (name) => `${name}: [\\d.]+ ms a million, one by one [\\d.]+ ms \\([\\d.]+×\\)\\n`;
  expect(await weights(['--millions', '1', '--runs', '1'])).toEqual({
    code: 0,
    out: expect.stringMatching(new RegExp(`^${line('uniform')}${line('normal')}$`)),
    err: '',
  });
});

it.each([
  [['--millions', '0'], /^weights: --millions: expected whole numbers from 1, got "0"\n$/],
  [['fast'], /^weights: command line: expected only options/],
])('refuses %j', async (words, message) => {
  expect(await weights(words)).toEqual({ code: 1, out: '', err: expect.stringMatching(message) });
});
