import { type Backend, headGroups } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thresholdFor } from '../src/decoding/threshold';
import {
  attentionOf,
  calibrateThresholds,
  checkCausal,
  createLanguageModel,
  initModel,
  type LanguageModelConfig,
} from '../src/index';
import { createBackend } from './support/backends';

const dModel = 16;
const mosa = { kind: 'mosa', dModel, dHead: 8, heads: 3, sparsity: 4 } as const;
const dense = { kind: 'dense', dModel, dHead: 8, heads: 1 } as const;
const config: LanguageModelConfig = {
  vocabularySize: 32,
  dModel,
  layers: 2,
  attention: {
    kind: 'sum',
    parts: [mosa, dense, { ...mosa, heads: 2, k: 5, sparsity: undefined, includeFirst: true }],
  },
};
const state = initModel(config, 3);
const tokens = Int32Array.from({ length: 700 }, (_, i) => (i * i * 7 + (i % 13) * 3) % 32);
const size = { batch: 3, length: 40 };

/** What is above the threshold, counted from the logits themselves. */
it.each(Object.entries(createBackend))('%s: each head takes its share of the text', async (_, create) => {
  const backend: Backend = await create();
  const before = backend.memory().tensors;
  const progress: number[] = [];
  const calibrated = await calibrateThresholds(
    backend,
    { config, state },
    { tokens },
    { ...size, onProgress: ({ done }) => progress.push(done) },
  );
  expect(progress).toEqual([0, 1, 2, 3]);
  expect(backend.memory().tensors).toBe(before);
  expect(calibrated.heads).toHaveLength(2 * 5);
  expect(calibrated.tokens).toBe(18 * 40);
  for (const head of calibrated.heads) {
    expect(head.target).toBe(head.group === 'parts.0.' ? 0.25 : 5 / 40);
    // Tokens are few and some are alike, so that a plateau of a letter's logits may be taken or not.
    expect(Math.abs(head.above - head.target)).toBeLessThan(0.06);
    expect(head.processed).toBeGreaterThan(0);
    expect(head.processed).toBeLessThanOrEqual(head.above + (head.group === 'parts.2.' ? 1 / 40 : 0));
  }
  const groups = attentionOf(calibrated.config).flatMap((attention) => headGroups(attention));
  expect(groups.map(({ config }) => (config.kind === 'mosa' ? config.selection : config.kind))).toEqual(
    [0, 1].flatMap(() => [{ rule: 'causal', capacity: 10 }, 'dense', { rule: 'causal', capacity: 5 }]),
  );
  const model = await createLanguageModel(backend, calibrated.config, calibrated.state);
  const { largest } = await checkCausal(model, tokens.slice(0, 40));
  expect(largest).toBeLessThan(backend.capabilities.precision === 'float64' ? 1e-300 : 1e-5);
  await model.dispose();
  await backend.dispose();
});

it('keeps what heads have that are causal already, and takes what it is given for the others', async () => {
  const own = { rule: 'causal', capacity: 3 } as const;
  const mixed = { ...config, attention: { kind: 'sum', parts: { a: { ...mosa, selection: own }, b: mosa } } } as const;
  const selection = { rule: 'causal', capacity: 7, slots: { count: 4, block: 16 } } as const;
  const { config: changed } = await calibrateThresholds(
    createReferenceBackend(),
    { config: mixed, state: initModel(mixed, 1) },
    { tokens },
    { ...size, selection, tokens: 80 },
  );
  expect(changed.attention).toMatchObject({ parts: { a: { selection: own }, b: { selection } } });
});

it('puts a threshold between two logits, with a plateau on one side of it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(0, 1, 1, 2), fc.float({ noNaN: true, noDefaultInfinity: true })), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, share) => {
        const logits = Float32Array.from(values);
        const { threshold, above } = thresholdFor(logits, share, 'a head');
        const count = logits.filter((value) => value > threshold).length;
        expect(count / logits.length).toBe(above);
        // No other threshold comes nearer.
        const wanted = Math.round(share * logits.length);
        for (const other of [...logits, Number.NEGATIVE_INFINITY]) {
          const taken = logits.filter((value) => value > other).length;
          expect(Math.abs(taken - wanted)).toBeGreaterThanOrEqual(Math.abs(count - wanted));
        }
        // Between values, where there is room: rounding does not decide.
        if (count > 0 && count < logits.length) {
          const sorted = logits.slice().sort();
          const [below, over] = [sorted[logits.length - count - 1]!, sorted[logits.length - count]!];
          if (Math.fround((below + over) / 2) > below && over < 1e38 && below > -1e38)
            expect(threshold).toBeGreaterThan(below);
        }
      },
    ),
    { numRuns: 500, seed: 4 },
  );
  expect(() => thresholdFor(Float32Array.of(1, Number.NaN), 0.5, 'layer 0, head 1')).toThrow(
    /layer 0, head 1.*NaN for token 1/,
  );
});

it.each([
  ['a model without MoSA heads', { config: { ...config, attention: dense } }, {}, /MoSA heads/],
  ['a text shorter than a sequence', {}, { length: 701 }, /701|shorter|at least/],
  ['no batch', {}, { batch: 0 }, /batch/],
  ['another selection', {}, { selection: { rule: 'acausal' } as never }, /causal/],
  ['a capacity of 0', {}, { selection: { rule: 'causal', capacity: 0 } as never }, /capacity/],
  ['an unknown option', {}, { tokns: 3 } as never, /tokns/],
])('refuses %s', async (_, model, options, message) => {
  const backend = createReferenceBackend();
  await expect(
    calibrateThresholds(backend, { config, state, ...model }, { tokens }, { ...size, ...options }),
  ).rejects.toThrow(message);
  expect(backend.memory().tensors).toBe(0);
});
