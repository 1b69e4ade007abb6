import type { CausalSelection, MosaConfig } from '@mosa-js/core';
import { createTrainer } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  checkCausal,
  createLanguageModel,
  decodeCheckpoint,
  encodeCheckpoint,
  initModel,
  type LanguageModelConfig,
  languageModel,
  stepInputs,
  type TrainEvent,
  type TrainOptions,
  train,
} from '../src/index';
import { createBackend } from './support/backends';
import { dense, h, mosa, pattern, V } from './support/models';

const optimizer = { learningRate: 3e-3, warmupSteps: 5, clip: 1, weightDecay: 0.1 };

function causal(selection: Partial<CausalSelection> = {}, layers = 2): LanguageModelConfig {
  const heads: MosaConfig = { ...mosa, selection: { rule: 'causal', ...selection } };
  return { vocabularySize: V, dModel: h, layers, attention: { kind: 'sum', parts: [heads, dense] } };
}

const limited = causal({ capacity: 6, slots: { count: 4, block: 8 } });

/** Dropout, so that no two tokens of the first layers are equal: where they are, thresholds take all of them or none. */
function options(more: Partial<TrainOptions> = {}): TrainOptions {
  const data = { train: { tokens: pattern(400) }, valid: { tokens: pattern(150) } };
  const size = { steps: 8, batch: 4, length: 16, seed: 5, thresholds: { warmup: 3 } };
  const config = { ...limited, dropout: 0.2, attentionDropout: 0.2 };
  return { backend: createReferenceBackend(), config, optimizer, data, ...size, ...more };
}

const losses = (points: readonly { loss: number }[]) => points.map(({ loss }) => loss);
const thresholdsOf = ({ state }: Checkpoint) =>
  Object.entries(state.buffers!).flatMap(([name, { data }]) => (name.endsWith('.router.threshold') ? [...data] : []));

describe('a causal model in training', () => {
  it('learns, moves thresholds, and has the same losses and thresholds on every backend', async () => {
    const runs = [];
    for (const create of Object.values(createBackend)) {
      const backend = await create();
      runs.push(await train(options({ backend })));
      expect(backend.memory().tensors).toBe(0);
      await backend.dispose();
    }
    const [reference, ...others] = runs;
    const curve = losses(reference!.curve);
    expect(Math.abs(curve[0]! - Math.log(V))).toBeLessThan(0.1);
    expect(curve.at(-1)!).toBeLessThan(curve[0]!);
    const wanted = thresholdsOf(reference!.checkpoint);
    expect(wanted).toHaveLength(6);
    expect(wanted.every((value) => value !== 0)).toBe(true);
    for (const other of others) {
      for (const [i, loss] of losses(other.curve).entries()) expect(Math.abs(loss - curve[i]!)).toBeLessThan(2e-4);
      for (const [i, value] of thresholdsOf(other.checkpoint).entries())
        expect(Math.abs(value - wanted[i]!)).toBeLessThan(2e-3);
    }
  });

  it('selects by expert choice in warm-up, and then by thresholds: its shares come near their target', async () => {
    const events: TrainEvent[] = [];
    const config = { ...causal(), dropout: 0.2 };
    const given = {
      config,
      steps: 40,
      batch: 8,
      thresholds: { warmup: 6 },
      onProgress: (event: TrainEvent) => events.push(event),
    };
    const run = await train(options(given));
    const published = await train(
      options({ ...given, config: withoutSelection(config), thresholds: undefined, steps: 7 }),
    );
    expect(losses(run.curve).slice(0, 6)).toEqual(losses(published.curve).slice(0, 6));
    expect(run.curve[6]!.loss).not.toBe(published.curve[6]!.loss);

    expect(events.filter(({ kind }) => kind === 'selection')).toHaveLength(run.selections.length);
    expect(run.selections[0]!.step).toBe(7);
    expect(run.selections.at(-1)!.step).toBe(40);
    const late = run.selections.slice(-16);
    for (const layer of [0, 1]) {
      const own = late.map(({ layers }) => layers.find((one) => one.layer === layer)!);
      const taken = own.reduce((sum, one) => sum + one.taken, 0) / own.length;
      expect(taken).toBeGreaterThan(0.18);
      expect(taken).toBeLessThan(0.32);
      expect(own[0]).toMatchObject({ group: 'parts.0.', heads: 3, target: 0.25, dropped: 0, dead: 0 });
      for (const { least, most } of own) expect(least).toBeLessThanOrEqual(most);
    }
  });

  it('looks ahead nowhere, and evaluates with thresholds as they are', async () => {
    const { checkpoint, evaluations } = await train(options({ evaluate: { every: 4 } }));
    const backend = createReferenceBackend();
    const before = structuredClone(thresholdsOf(checkpoint));
    const size = { batch: 2, length: 16 };
    const model = await createLanguageModel(backend, checkpoint.config, checkpoint.state);
    expect((await checkCausal(model, pattern(24))).largest).toBe(0);
    const { loss } = await model.evaluate({ tokens: pattern(150) }, size);
    expect(Math.abs(loss - evaluations.at(-1)!.loss)).toBeLessThan(1e-12);
    expect(thresholdsOf(checkpoint)).toEqual(before);
    await model.dispose();
  });

  it.each([2, 3, 5])('has the losses of one that never stopped when it goes on from step %i', async (stop) => {
    const whole = await train(options());
    const saved: Uint8Array[] = [];
    const every = {
      every: stop,
      save: async (checkpoint: Checkpoint) => void saved.push(encodeCheckpoint(checkpoint)),
    };
    await train(options({ checkpoint: every }));
    const resume = await decodeCheckpoint(saved[0]!);
    expect(resume.state.step).toBe(stop);
    const rest = await train(options({ resume, thresholds: undefined }));
    expect(losses(rest.curve)).toEqual(losses(whole.curve).slice(stop));
    expect(thresholdsOf(rest.checkpoint)).toEqual(thresholdsOf(whole.checkpoint));
  });

  it('is the same where layers are computed again', async () => {
    const [plain, again] = [await train(options()), await train(options({ recompute: true }))];
    expect(losses(again.curve)).toEqual(losses(plain.curve));
    expect(thresholdsOf(again.checkpoint)).toEqual(thresholdsOf(plain.checkpoint));
  });

  it('follows the mean of the places of micro-batches, which is that of the batch where they are alike', async () => {
    const size = { batch: 4, length: 16 };
    const how = { by: 'quantile', step: 0.01, warmup: false } as const;
    const model = languageModel(limited, size, { thresholds: how });
    const inputs = stepInputs(limited, pattern(400), { ...size, seed: 1, step: 3, thresholds: { decay: 0.9 } });
    for (const name of ['tokens', 'targets']) {
      const { data } = inputs[name]!;
      data.set(data.slice(0, data.length / 2), data.length / 2);
    }
    const stepIn = async (accumulate: number) => {
      const state = { step: 2, ...initModel(limited, 3) };
      const trainer = await createTrainer(createReferenceBackend(), model, { optimizer, state, accumulate });
      const { outputs } = await trainer.run(inputs);
      const taken = await outputs['taken/layers.1.attention.parts.0.']!.read();
      const { buffers } = await trainer.state();
      await trainer.dispose();
      return { taken, thresholds: Object.values(buffers!).flatMap(({ data }) => [...data]) };
    };
    const [whole, parts] = [await stepIn(1), await stepIn(2)];
    expect(parts.taken).toEqual(whole.taken);
    expect(parts.thresholds).toHaveLength(6);
    for (const [i, value] of parts.thresholds.entries()) expect(value).toBeCloseTo(whole.thresholds[i]!, 12);
  });

  it('keeps thresholds that are frozen', async () => {
    const { checkpoint, selections } = await train(options({ thresholds: 'frozen', steps: 2 }));
    expect(thresholdsOf(checkpoint)).toEqual(new Array(6).fill(0));
    expect([selections, checkpoint.run.thresholds]).toEqual([[], undefined]);
  });

  it('steers by the rate', async () => {
    const thresholds = { warmup: 2, by: 'rate', step: 0.05 } as const;
    const { checkpoint } = await train(options({ thresholds }));
    expect(checkpoint.run.thresholds).toEqual({ warmup: 2, by: 'rate', decay: 0.9, step: 0.05 });
    expect(thresholdsOf(checkpoint).every((value) => value !== 0 && Math.abs(value) < 3)).toBe(true);
  });

  it('starts from weights of expert choice where warm-up makes thresholds, and says what is missing where none does', async () => {
    const published = withoutSelection(limited);
    const initial = initModel(published, 5);
    const { curve } = await train(options({ initial, steps: 4 }));
    expect(losses(curve)).toEqual(losses((await train(options({ steps: 4 }))).curve));
    const without = train(options({ initial, thresholds: { warmup: 0 } }));
    await expect(without).rejects.toMatchObject({ code: 'weight', where: expect.stringContaining('router.threshold') });
  });
});

describe('a wrong rule of thresholds', () => {
  it.each<[string, Partial<TrainOptions>, string]>([
    ['warm-up longer than the run', { thresholds: { warmup: 9 } }, 'at most the 8 steps of the run, got 9'],
    ['a share that is kept for ever', { thresholds: { decay: 1 } }, 'a number from 0 to below 1, got 1'],
    ['another name', { thresholds: { rate: 1 } as never }, 'rate'],
    ['another way', { thresholds: { by: 'luck' } as never }, "'quantile' or 'rate', got \"luck\""],
    ['a word', { thresholds: 'on' as never }, "'frozen' or an object"],
    ['a model without causal heads', { config: withoutSelection(limited) }, 'a model with causal heads'],
  ])('%s is refused before any work', async (_name, more, message) => {
    await expect(train(options(more))).rejects.toThrow(message);
  });

  it('of a checkpoint is not replaced by another', async () => {
    const { checkpoint } = await train(options({ steps: 4 }));
    const other = train(options({ resume: checkpoint, thresholds: { decay: 0.5 } }));
    await expect(other).rejects.toThrow('run.thresholds.decay: 0.9 in the checkpoint, 0.5 here');
    const published = train(options({ resume: checkpoint, config: withoutSelection(limited), thresholds: undefined }));
    await expect(published).rejects.toThrow(/selection: .* in the checkpoint, nothing here/);
    const frozen = train(options({ resume: checkpoint, thresholds: 'frozen' }));
    await expect(frozen).rejects.toThrow('run.thresholds');
  });
});

function withoutSelection(config: LanguageModelConfig): LanguageModelConfig {
  return { ...config, attention: { kind: 'sum', parts: [mosa, dense] } };
}
