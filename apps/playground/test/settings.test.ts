import { headFlops, tokensPerHead } from '@mosa-js/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dHead, sparsityOf } from '../src/model/sizes';
import { addStep, emptySeries, someSteps } from '../src/page/series';
import { contradictions, mosaHeads } from '../src/settings/check';
import { type ChoiceField, fields, type NumberField, names } from '../src/settings/fields';
import { fromHash, toHash } from '../src/settings/hash';
import { defaults, type Settings } from '../src/settings/settings';

/** Any value of a setting that its field allows. */
function valueOfField(field: NumberField | ChoiceField): fc.Arbitrary<string | number> {
  if (field.kind === 'choice') return fc.constantFrom(...Object.keys(field.choices));
  const { least, most, step } = field;
  if (step === 'any') return fc.double({ min: least, max: most, noNaN: true });
  return fc.integer({ min: 0, max: Math.floor((most - least) / step) }).map((n) => least + n * step);
}

const anySettings = fc.record(
  Object.fromEntries(names.map((name) => [name, valueOfField(fields[name])])),
) as unknown as fc.Arbitrary<Settings>;

describe('settings', () => {
  it('come back from the address, whatever they are', () => {
    expect(toHash(defaults)).toBe('');
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(fromHash(`#${toHash(settings)}`)).toEqual({ settings, wrong: [] });
      }),
    );
  });

  it('of a nonsensical address are the defaults, and what is wrong is said', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        const { settings, wrong } = fromHash(hash);
        if (wrong.length === 0) expect(fromHash(toHash(settings)).settings).toEqual(settings);
        for (const words of wrong) expect(words).toMatch(/\.$/);
      }),
    );
    expect(fromHash('#k=3.5&layers=-1&steps=&__proto__=1&seed=1e400')).toMatchObject({ settings: defaults });
    expect(fromHash('#k=3.5&layers=-1&steps=&__proto__=1&seed=1e400').wrong).toHaveLength(5);
  });

  it('give as many MoSA heads as equal FLOPs allow, each of k tokens', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        if (contradictions(settings).length > 0 || settings.heads > 0) return;
        const { width, length, k, dense, kept } = settings;
        const sparsity = sparsityOf(settings);
        expect(tokensPerHead(length, sparsity)).toBe(k);
        const sizes = { dModel: width, dHead, seqLen: length, sparsity };
        const room = (dense - kept) * headFlops('dense', sizes);
        const one = headFlops('mosa', sizes);
        const heads = mosaHeads(settings);
        expect(heads * one).toBeLessThanOrEqual(room);
        expect((heads + 1) * one).toBeGreaterThan(room);
      }),
    );
  });
});

describe('series', () => {
  it('are smoothed without what the mean began with, and listed with the last step', () => {
    const series = emptySeries();
    for (let step = 1; step <= 100; step++)
      addStep(series, { model: 'dense', step, loss: step <= 50 ? 4 : 2, milliseconds: 1, bytes: 0 });
    expect(series.dense[0]!.smooth).toBe(4);
    expect(series.dense[49]!.smooth).toBeCloseTo(4, 10);
    expect(series.dense[99]!.smooth).toBeCloseTo(2, 1);
    const listed = someSteps(series, 25);
    expect(listed.at(-1)).toBe(100);
    expect(listed.length).toBeLessThanOrEqual(25);
  });
});
