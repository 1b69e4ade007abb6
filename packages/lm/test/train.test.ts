import type { Backend } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  characterTokenizer,
  createLanguageModel,
  decodeCheckpoint,
  encodeCheckpoint,
  encodeText,
  type TrainEvent,
  type TrainOptions,
  train,
} from '../src/index';
import { createBackend } from './support/backends';
import { dense, models, mosa, pattern, V } from './support/models';

const optimizer = { learningRate: 3e-3, warmupSteps: 5, clip: 1, weightDecay: 0.1 };

function options(backend: Backend, more: Partial<TrainOptions> = {}): TrainOptions {
  const data = { train: { tokens: pattern(400) }, valid: { tokens: pattern(90), bytes: 180 } };
  const size = { steps: 4, batch: 2, length: 16 };
  return { backend, config: models['mosa with dense']!, optimizer, data, ...size, seed: 5, ...more };
}

const losses = (points: readonly { loss: number }[]) => points.map(({ loss }) => loss);

/** Keeps checkpoints in memory, as bytes, so that nothing is shared with the run. */
function store() {
  const saved: Uint8Array[] = [];
  const best: Uint8Array[] = [];
  return {
    save: async (checkpoint: Checkpoint) => void saved.push(encodeCheckpoint(checkpoint)),
    saveBest: async (checkpoint: Checkpoint) => void best.push(encodeCheckpoint(checkpoint)),
    steps: () => Promise.all(saved.map(async (bytes) => (await decodeCheckpoint(bytes)).state.step)),
    at: (index: number) => decodeCheckpoint(saved.at(index)!),
    best: () => decodeCheckpoint(best.at(-1)!),
  };
}

describe('a training run', () => {
  it.each([
    ['mosa with dense', 30],
    ['mosa with routing', 8],
    ['a sum of three', 8],
    ['local', 8],
    ['fixed', 8],
  ])('%s: starts near ln V, learns, and has the same %i losses on every backend', async (name, steps) => {
    const curves: number[][] = [];
    for (const create of Object.values(createBackend)) {
      const backend = await create();
      const config = { ...models[name]!, dropout: 0.2, attentionDropout: 0.2 };
      curves.push(losses((await train(options(backend, { config, steps }))).curve));
      expect(backend.memory().tensors).toBe(0);
      await backend.dispose();
    }
    const [reference, ...others] = curves as [number[], ...number[][]];
    expect(Math.abs(reference[0]! - Math.log(V))).toBeLessThan(0.1);
    expect(reference.at(-1)!).toBeLessThan(reference[0]!);
    for (const curve of others) {
      expect(Math.max(...curve.map((loss, step) => Math.abs(loss - reference[step]!)))).toBeLessThan(1e-5);
    }
  });

  it('takes data, state and settings as they are when it is called', async () => {
    const backend = createReferenceBackend();
    const first = (await train(options(backend, { steps: 2 }))).checkpoint;
    for (const from of ['resume', 'initial'] as const) {
      const given = () => {
        const copy = structuredClone(first);
        return from === 'resume' ? { resume: copy } : { initial: copy.state };
      };
      const { curve, checkpoint, evaluations } = await train(
        options(backend, { ...given(), steps: 4, evaluate: { every: 2 } }),
      );
      const evaluate = { every: 2 };
      const own = {
        ...options(backend, { ...structuredClone(given()), steps: 4 }),
        optimizer: { ...optimizer },
        evaluate,
      };
      const config = structuredClone(own.config);
      const running = train({ ...own, config });
      own.data.train.tokens.fill(0);
      Object.assign(own.optimizer, { learningRate: 1 });
      evaluate.every = 3;
      Object.assign(config, { dropout: 0.5, layers: [] });
      for (const tensor of Object.values((own.resume?.state ?? own.initial!).parameters)) tensor.data.fill(9);
      for (const tensor of Object.values(own.resume?.state.moments?.first ?? {})) tensor.data.fill(9);
      const result = await running;
      expect(result.curve).toEqual(curve);
      expect(result.evaluations).toEqual(evaluations);
      expect(encodeCheckpoint(result.checkpoint)).toEqual(encodeCheckpoint(checkpoint));
    }
    await backend.dispose();
  });

  it('learns a text by heart', async () => {
    const backend = await createBackend['tfjs-cpu']!();
    const text = 'the quick brown fox jumps over the lazy dog. ';
    const tokenizer = characterTokenizer(text);
    const { curve } = await train({
      backend,
      config: {
        vocabularySize: tokenizer.vocabularySize,
        dModel: 32,
        layers: 1,
        attention: {
          kind: 'sum',
          parts: { mosa: { ...mosa, dModel: 32, heads: 2 }, other: { ...dense, dModel: 32 } },
        },
      },
      optimizer: { learningRate: 1e-2, warmupSteps: 5 },
      data: { train: encodeText(tokenizer, text) },
      tokenizer,
      steps: 60,
      batch: 4,
      length: 24,
      seed: 1,
    });
    expect(curve[0]!.loss).toBeGreaterThan(3);
    expect(curve.at(-1)!.loss).toBeLessThan(0.3);
    await backend.dispose();
  });

  it('reports steps, evaluations and checkpoints', async () => {
    const backend = createReferenceBackend();
    const events: TrainEvent[] = [];
    const { save, saveBest } = store();
    const { curve, evaluations, stopped } = await train(
      options(backend, {
        steps: 5,
        evaluate: { every: 2, windows: 3 },
        checkpoint: { every: 3, save, saveBest },
        onProgress: (event) => events.push(event),
      }),
    );
    const told = events.map((event) => (event.kind === 'checkpoint' && event.best ? 'best' : event.kind) + event.step);
    const expected = 'step1 step2 evaluation2 step3 step4 checkpoint3 evaluation4 step5 evaluation5 checkpoint5';
    expect(told.filter((what) => !what.startsWith('best')).join(' ')).toBe(expected);
    expect(told.filter((what) => what.startsWith('best'))).toContain('best2');
    expect(curve.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(evaluations.map(({ step }) => step)).toEqual([2, 4, 5]);
    expect(stopped).toBe(false);
    for (const { loss, perplexity, bitsPerByte, tokens } of evaluations) {
      expect(tokens).toBe(3 * 16);
      expect(perplexity).toBeCloseTo(Math.exp(loss), 12);
      expect(bitsPerByte).toBeCloseTo(loss / Math.LN2 / 2, 12); // two bytes a token
    }
    const step = events.find((event) => event.kind === 'step')!;
    expect(step.kind === 'step' && step.tokensPerSecond > 0 && step.secondsLeft > 0).toBe(true);
  });

  it('keeps the best parameters', async () => {
    const backend = createReferenceBackend();
    const kept = store();
    const { evaluations } = await train(
      // The rate rises until the loss does, too.
      options(backend, {
        optimizer: { learningRate: 0.5, warmupSteps: 12 },
        steps: 12,
        evaluate: { every: 1 },
        checkpoint: kept,
      }),
    );
    const least = evaluations.reduce((a, b) => (b.loss < a.loss ? b : a));
    expect(least.step).toBeLessThan(12);
    const best = await kept.best();
    expect(best.best).toEqual({ step: least.step, loss: least.loss });
    expect(best.state.step).toBe(least.step);
    const model = await createLanguageModel(backend, best.config, best.state);
    const again = await model.evaluate({ tokens: pattern(90) }, { batch: 2, length: 16 });
    expect(again.loss).toBeCloseTo(least.loss, 6);
    await backend.dispose();
  });

  it('is the same with activations recomputed', async () => {
    const backend = createReferenceBackend();
    const config = { ...models['mosa with routing']!, dropout: 0.1 };
    const plain = await train(options(backend, { config }));
    const recomputed = await train(options(backend, { config, recompute: true }));
    expect(recomputed.curve).toEqual(plain.curve);
    expect(recomputed.checkpoint).toEqual(plain.checkpoint);
  });
});

describe('a run that goes on', () => {
  const config = { ...models['mosa with routing']!, dropout: 0.1 };

  it.each(Object.keys(createBackend))('%s: has the curve of one that never stopped', async (name) => {
    const backend = await createBackend[name]!();
    const kept = store();
    const whole = await train(options(backend, { config, steps: 8 }));
    const first = await train(options(backend, { config, steps: 5, checkpoint: { every: 2, ...kept } }));
    expect(first.curve).toEqual(whole.curve.slice(0, 5));
    expect(await kept.steps()).toEqual([2, 4, 5]);
    for (const index of [0, 1, 2]) {
      const resume = await kept.at(index);
      const rest = await train(options(backend, { config, steps: 8, resume }));
      expect(rest.curve).toEqual(whole.curve.slice(resume.state.step));
      expect(rest.checkpoint).toEqual(whole.checkpoint);
    }
    await backend.dispose();
  });

  it('stops after the step under way when it is told to, with a checkpoint', async () => {
    const backend = createReferenceBackend();
    const kept = store();
    const abort = new AbortController();
    // By a timer: events must have their turn between the steps of a backend that computes on this thread.
    setTimeout(() => abort.abort(), 1);
    const first = await train(options(backend, { config, steps: 10_000, checkpoint: kept, signal: abort.signal }));
    expect(first.stopped).toBe(true);
    const step = first.curve.length;
    expect(await kept.steps()).toEqual([step]);
    const rest = await train(options(backend, { config, steps: step + 2, resume: await kept.at(0) }));
    const whole = await train(options(backend, { config, steps: step + 2 }));
    expect([...first.curve, ...rest.curve]).toEqual(whole.curve);
  });

  it('refuses a checkpoint of another run, and names what differs', async () => {
    const backend = createReferenceBackend();
    const { checkpoint: resume } = await train(options(backend, { steps: 1 }));
    const refused = (more: Partial<TrainOptions>, error: object) =>
      expect(train(options(backend, { resume, ...more }))).rejects.toMatchObject({ code: 'config', ...error });
    const differing = (actual: string) => ({ where: 'train resume', actual: expect.stringContaining(actual) });
    const kind = 'config.attention.kind: "sum" in the checkpoint, "dense" here';
    await refused({ config: models.dense! }, differing(kind));
    await refused({ seed: 6 }, differing('run.seed: 5 in the checkpoint, 6 here'));
    await refused({ batch: 3 }, differing('run.batch: 2 in the checkpoint, 3 here'));
    const clip = 'optimizer.clip: 1 in the checkpoint, 2 here';
    await refused({ optimizer: { ...optimizer, clip: 2 } }, differing(clip));
    await refused({ data: { train: { tokens: pattern(401) } } }, differing('run.data'));
    await refused({ tokenizer: characterTokenizer('abc') }, differing('tokenizer: nothing in the checkpoint'));
    const later = { ...resume, state: { ...resume.state, step: 2 } };
    await refused({ steps: 1, resume: later }, { where: 'train steps' });
    await refused({ initial: { parameters: {}, buffers: {} } }, { actual: 'both' });
    const defaults = {
      ...models['mosa with dense']!,
      dropout: 0,
      attentionDropout: 0,
      tiedOutput: false,
      feedForward: 4,
    };
    await train(options(backend, { resume, config: defaults, steps: 1 }));
  });

  it('or starts anew from parameters of another', async () => {
    const backend = createReferenceBackend();
    const { checkpoint } = await train(options(backend, { steps: 2 }));
    const { parameters, buffers = {} } = checkpoint.state;
    const first = await train(options(backend, { seed: 9, steps: 1, initial: { parameters, buffers } }));
    expect(first.curve[0]!.step).toBe(1);
    // The whole state of a checkpoint is taken for its parameters alone: no step counted, no moments kept.
    const whole = { buffers, ...checkpoint.state };
    const again = await train(options(backend, { seed: 9, steps: 1, initial: whole }));
    expect(again.curve).toEqual(first.curve);
    expect(again.checkpoint.state).toEqual(first.checkpoint.state);
  });
});
