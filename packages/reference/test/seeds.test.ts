import { type AttentionConfig, initWeights } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import { expect, it } from 'vitest';

const config: AttentionConfig = { kind: 'mosa', dModel: 8, dHead: 8, heads: 2, k: 4 };
const start = (seed: number) => Object.values(initWeights(config, seed)).map(({ data }) => [...data.slice(0, 8)]);
/** Without the limits, which differ from weight to weight. */
const scaled = (seed: number) => start(seed).map((data) => data.map((value) => (value / data[0]!).toFixed(4)).join());

const seeds = [0, 1, 1234, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40, 2.9e14, 2.9e14 + 1, 2 ** 53 - 1];

it.each(seeds)('seed %d gives every weight numbers of its own', (seed) => {
  for (const one of [seed, -seed]) expect(new Set(scaled(one)).size).toBe(3);
});

it('every bit of a seed counts', () => {
  const bits = Array.from({ length: 53 }, (_, bit) => 2 ** bit);
  const all = [...new Set([...seeds, ...bits, ...bits.map((bit) => Number.MAX_SAFE_INTEGER - bit)])];
  expect(new Set(all.map((seed) => JSON.stringify(start(seed)))).size).toBe(all.length);
  expect(new Set(all.map((seed) => randomSource(seed)())).size).toBe(all.length);
});

it('seeds below 2^32 give what they always gave', () => {
  const firsts = (seed: number) => start(seed).map(([value]) => value);
  expect([7, 4294967295, 200000001, -5].map(firsts)).toEqual([
    [-0.18674083054065704, -0.0744677409529686, 0.12044628709554672],
    [0.16794565320014954, 0.13650363683700562, -0.03647490218281746],
    [0.2748875916004181, 0.14159275591373444, 0.0362020805478096],
    [-0.34550780057907104, -0.18907064199447632, 0.1324848085641861],
  ]);
});
