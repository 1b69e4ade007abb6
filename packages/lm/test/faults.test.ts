import { type Backend, MosaError } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { type Checkpoint, createLanguageModel, initModel, type TrainOptions, train } from '../src/index';
import { createBackend } from './support/backends';
import { models, pattern, V } from './support/models';

const optimizer = { learningRate: 3e-3 };
const config = models['mosa with dense']!;

function options(backend: Backend, more: Partial<TrainOptions> = {}): TrainOptions {
  const data = { train: { tokens: pattern(200) } };
  return { backend, config, optimizer, data, steps: 6, batch: 2, length: 16, seed: 5, ...more };
}

function store() {
  const saved: Checkpoint[] = [];
  return { saved, save: async (checkpoint: Checkpoint) => void saved.push(checkpoint) };
}

describe('a loss that is not finite', () => {
  it.each([
    ['reference', 1e300],
    ['tfjs-cpu', 1e30],
    ['onnxruntime-node', 1e30],
  ])('%s: stops the run, names step and op, and leaves the last good checkpoint', async (name, learningRate) => {
    const backend = await createBackend[name]!();
    const { checkpoint: good } = await train(options(backend, { steps: 3 }));
    const resume = { ...good, optimizer: { learningRate } };
    const { saved, save } = store();
    // The fourth step has a finite loss, and leaves parameters that have none: they are no good checkpoint.
    const run = train(options(backend, { optimizer: { learningRate }, resume, checkpoint: { every: 1, save } }));
    await expect(run).rejects.toMatchObject({
      code: 'diverged',
      where: 'training step 5',
      actual: expect.stringMatching(/op \w+ in .*; the last checkpoint is that of step 3$/),
    });
    expect(saved).toEqual([]);
    expect(backend.memory().tensors).toBe(0);
    await backend.dispose();
  });

  it('is found after the last step, too', async () => {
    const { saved, save } = store();
    const mad = { optimizer: { learningRate: 1e300 }, steps: 1, checkpoint: { save } };
    await expect(train(options(createReferenceBackend(), mad))).rejects.toMatchObject({
      code: 'diverged',
      where: 'training step 2',
      actual: expect.stringContaining('no checkpoint was saved'),
    });
    expect(saved).toEqual([]);
  });

  it('or by an evaluation', async () => {
    const valid = { tokens: pattern(40) };
    const data = { train: { tokens: pattern(200) }, valid };
    const mad = { optimizer: { learningRate: 1e300 }, data, evaluate: { every: 1 } };
    await expect(train(options(createReferenceBackend(), mad))).rejects.toMatchObject({
      code: 'diverged',
      where: 'evaluation after step 1',
    });
  });
});

describe('a device that is lost', () => {
  it.each(['reference', 'tfjs-cpu'])('%s: the last checkpoint is good to go on from, elsewhere', async (name) => {
    const [lost, other] = [await createBackend[name]!(), await createBackend[name]!()];
    const { saved, save } = store();
    const onProgress = ({ kind, step }: { kind: string; step: number }) => {
      if (kind === 'step' && step === 4) void lost.dispose();
    };
    const run = train(options(lost, { checkpoint: { every: 2, save }, onProgress }));
    await expect(run).rejects.toMatchObject({
      code: 'disposed',
      actual: expect.stringContaining('the last checkpoint is that of step 2'),
    });
    const rest = await train(options(other, { resume: saved.at(-1) }));
    const whole = await train(options(other));
    expect(rest.curve).toEqual(whole.curve.slice(2));
    await other.dispose();
  });
});

describe('a checkpoint that cannot be saved', () => {
  it('ends the run, and the error says what was saved', async () => {
    const { saved } = store();
    const save = async (checkpoint: Checkpoint) => {
      if (saved.length > 0) throw new MosaError('output', 'run.safetensors', 'a file that can be written', 'ENOSPC');
      saved.push(checkpoint);
    };
    await expect(train(options(createReferenceBackend(), { checkpoint: { every: 2, save } }))).rejects.toMatchObject({
      code: 'output',
      actual: 'ENOSPC; the last checkpoint is that of step 2',
    });
  });
});

describe('bad input is refused before any device work', () => {
  // One that could not do any.
  const unusable = createReferenceBackend();
  void unusable.dispose();
  const tokens = pattern(200);

  it.each<[string, Partial<TrainOptions>, object]>([
    [
      'a text shorter than a block',
      { data: { train: { tokens: pattern(16) } } },
      { code: 'data', where: 'train data.train', expected: expect.stringContaining('17 tokens'), actual: '16 tokens' },
    ],
    [
      'a validation text shorter than a block',
      { data: { train: { tokens }, valid: { tokens: pattern(3) } }, evaluate: { every: 1 } },
      { code: 'data', where: 'train data.valid', expected: expect.stringContaining('17 tokens'), actual: '3 tokens' },
    ],
    [
      'a token id out of range',
      { data: { train: { tokens: Int32Array.from(tokens, (id, i) => (i === 150 ? V : id)) } } },
      { code: 'data', where: 'train data.train', actual: `${V} at position 150 of 200` },
    ],
    [
      'a negative token id',
      { data: { train: { tokens: Int32Array.from(tokens, (id, i) => (i === 0 ? -1 : id)) } } },
      { code: 'data', expected: `token ids from 0 to ${V - 1}`, actual: '-1 at position 0 of 200' },
    ],
    ['no text to evaluate with', { evaluate: { every: 1 } }, { code: 'data', where: 'train data.valid' }],
    ['evaluations never', { evaluate: { every: 0 } }, { code: 'config', where: 'train evaluate.every' }],
    ['no windows', { evaluate: { every: 1, windows: 0 } }, { code: 'config', where: 'train evaluate.windows' }],
    ['a part of a step', { steps: 1.5 }, { code: 'config', where: 'train steps' }],
    ['no batch', { batch: 0 }, { code: 'config', where: 'train batch' }],
    ['half a seed', { seed: 0.5 }, { code: 'config', where: 'train seed' }],
    ['a rate that is none', { optimizer: { learningRate: Number.NaN } }, { code: 'config' }],
    ['a model that is none', { config: { ...config, layers: 0 } }, { code: 'config', where: 'config.layers' }],
    ['ids in a plain array', { data: { train: { tokens: [...tokens] as never } } }, { code: 'data' }],
    ['no ids', { data: { train: {} as never } }, { code: 'data', actual: 'undefined' }],
    ['a field that is unknown', { evaluteEvery: 3 } as object, { code: 'config', actual: '"evaluteEvery"' }],
    [
      'a field of evaluate that is unknown',
      { evaluate: { every: 1, window: 3 } as { every: number } },
      { code: 'config' },
    ],
    ['parameters of another model', { initial: initModel(models.dense!, 1) }, { code: 'weight' }],
  ])('%s', async (_, more, error) => {
    await expect(train(options(unusable, more))).rejects.toMatchObject({ name: 'MosaError', ...error });
  });

  it('to a model in use, too', async () => {
    const backend = createReferenceBackend();
    const model = await createLanguageModel(backend, config, initModel(config, 1));
    const ids = (data: Int32Array, shape: readonly number[]) => ({ data, shape, dtype: 'int32' as const });
    await expect(model.logits(ids(Int32Array.of(1, V), [1, 2]))).rejects.toMatchObject({ code: 'data' });
    await expect(model.logits(ids(Int32Array.of(1, 2), [2]))).rejects.toMatchObject({ code: 'shape' });
    const size = { batch: 1, length: 8 };
    await expect(model.evaluate({ tokens: pattern(8) }, size)).rejects.toMatchObject({ code: 'data' });
    await expect(model.evaluate({ tokens: Int32Array.of(...pattern(8), 99) }, size)).rejects.toMatchObject({
      code: 'data',
      actual: '99 at position 8 of 9',
    });
    await model.dispose();
    expect(backend.memory().tensors).toBe(0);
    await expect(model.logits(ids(Int32Array.of(1, 2), [1, 2]))).rejects.toMatchObject({ code: 'disposed' });
    await expect(createLanguageModel(backend, config, {})).rejects.toMatchObject({ code: 'weight' });
  });
});
