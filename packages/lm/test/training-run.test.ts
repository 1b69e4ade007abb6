import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  createTrainingRun,
  decodeCheckpoint,
  encodeCheckpoint,
  type LanguageModelConfig,
  type TrainingRunOptions,
  train,
} from '../src/index';
import { dense, h, models, mosa, pattern, V } from './support/models';

const causal: LanguageModelConfig = {
  vocabularySize: V,
  dModel: h,
  layers: 1,
  dropout: 0.1,
  attention: {
    kind: 'sum',
    parts: [{ ...mosa, selection: { rule: 'causal', capacity: 4, slots: { count: 4, block: 8 } } }, dense],
  },
};

function options(config: LanguageModelConfig): TrainingRunOptions {
  const data = { train: { tokens: pattern(200) } };
  const size = { steps: 5, batch: 2, length: 8, seed: 3 };
  return { backend: createReferenceBackend(), config, optimizer: { learningRate: 3e-3, clip: 1 }, data, ...size };
}

describe('a training run', () => {
  it('has the losses of train when two take turns, thresholds that warm up included, and frees all', async () => {
    const backend = createReferenceBackend();
    const all = [causal, models.dense!].map((config) => ({ ...options(config), backend }));
    all[0] = { ...all[0]!, thresholds: { warmup: 2 } };
    const runs = await Promise.all(all.map(createTrainingRun));
    const losses: number[][] = [[], []];
    for (let step = 1; step <= 5; step++)
      for (const [i, run] of runs.entries()) losses[i]!.push((await run.next()).loss);
    for (const run of runs) {
      expect(run.step).toBe(5);
      expect(run.graph.nodes.length).toBeGreaterThan(0);
      await run.dispose();
    }
    expect(backend.memory().tensors).toBe(0);
    for (const [i, own] of all.entries()) expect(losses[i]).toEqual((await train(own)).curve.map(({ loss }) => loss));
  });

  it('goes on from its checkpoint, as train does, and refuses that of another', async () => {
    const run = await createTrainingRun(options(causal));
    const whole = [];
    for (let step = 1; step <= 3; step++) whole.push((await run.next()).loss);
    const resume = await decodeCheckpoint(encodeCheckpoint(await run.checkpoint()));
    for (let step = 4; step <= 5; step++) whole.push((await run.next()).loss);
    await run.dispose();
    const again = await createTrainingRun({ ...options(causal), resume });
    expect(again.step).toBe(3);
    const rest = await Promise.all([again.next(), again.next()]); // they queue up
    expect(rest.map(({ loss }) => loss)).toEqual(whole.slice(3));
    await expect(again.next()).rejects.toThrow('at most the 5 steps of the run');
    await again.dispose();
    expect((await train({ ...options(causal), resume })).curve.map(({ loss }) => loss)).toEqual(whole.slice(3));
    await expect(createTrainingRun({ ...options(models.dense!), resume })).rejects.toThrow('a checkpoint of this run');
  });

  it('refuses what train knows and it does not', async () => {
    const more = { ...options(causal), onProgress() {} };
    await expect(createTrainingRun(more)).rejects.toThrow('onProgress');
  });
});
