import { graphMemory, type HostTensor } from '@mosa-js/core';
import { accumulatedGraphs, createTrainer, type OptimizerConfig, stepGraph } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
  initModel,
  languageModel,
  layerScopes,
  parameterCount,
  stepInputs,
  type TrainOptions,
  type TrainResult,
  train,
} from '../src/index';
import { createBackend } from './support/backends';
import { models, pattern } from './support/models';

/** Norms of the gradient are on both sides of `clip`, and the steps on both sides of the end of warm-up. */
const optimizer: OptimizerConfig = { learningRate: 3e-3, warmupSteps: 3, clip: 0.7, weightDecay: 0.1 };

function options(more: Partial<TrainOptions> = {}): TrainOptions {
  const data = { train: { tokens: pattern(400) }, valid: { tokens: pattern(150) } };
  const size = { steps: 6, batch: 6, length: 16, seed: 5 };
  const config = { ...models['mosa with dense']!, dropout: 0.2, attentionDropout: 0.3 };
  return { backend: createReferenceBackend(), config, optimizer, data, ...size, ...more };
}

type Tensors = Readonly<Record<string, HostTensor>>;

function expectNear(actual: Tensors, wanted: Tensors, most: number): void {
  expect(Object.keys(actual)).toEqual(Object.keys(wanted));
  for (const [name, { data }] of Object.entries(wanted)) {
    const largest = Math.max(...Array.from(data, Math.abs), 1e-30);
    const off = Array.from(data, (value, i) => Math.abs(value - actual[name]!.data[i]!) / largest);
    expect(Math.max(...off), name).toBeLessThan(most);
  }
}

function expectSame(actual: TrainResult, wanted: TrainResult, most: number): void {
  expect(actual.curve).toHaveLength(wanted.curve.length);
  for (const [i, point] of wanted.curve.entries()) {
    const { step, learningRate, loss, gradientNorm } = actual.curve[i]!;
    expect([step, learningRate]).toEqual([point.step, point.learningRate]);
    expect(Math.abs(loss / point.loss - 1)).toBeLessThan(most);
    expect(Math.abs(gradientNorm / point.gradientNorm - 1)).toBeLessThan(10 * most);
  }
}

describe('a run in micro-batches', () => {
  it.each(['mosa with dense', 'mosa with routing', 'routing', 'a sum of three'])(
    '%s: is that of whole batches, with the same dropout and the same centres',
    async (name) => {
      const config = { ...models[name]!, dropout: 0.2, attentionDropout: 0.3 };
      const whole = await train(options({ config }));
      for (const accumulate of [2, 3, 6]) {
        const parts = await train(options({ config, accumulate }));
        expectSame(parts, whole, 1e-11);
        const [actual, wanted] = [parts.checkpoint.state, whole.checkpoint.state];
        expectNear(actual.parameters, wanted.parameters, 1e-9);
        expectNear(actual.buffers!, wanted.buffers!, 1e-10);
        expectNear(actual.moments!.first, wanted.moments!.first, 1e-9);
        expectNear(actual.moments!.second, wanted.moments!.second, 1e-9);
      }
      const norms = whole.curve.map(({ gradientNorm }) => gradientNorm);
      expect(Math.max(...norms)).toBeGreaterThan(optimizer.clip!);
      expect(Math.min(...norms)).toBeLessThan(optimizer.clip!);
    },
  );

  /**
   * Of the same state. Where a model selects in a second layer and drops nothing, means over equal tokens tie but for rounding:
   * parameters that differ in the sixteenth digit then have losses that differ in the fourth.
   */
  it.each(Object.keys(models))('%s: evaluates as whole batches do', async (name) => {
    const config = { ...models[name]!, dropout: 0.2 };
    const size = { batch: 6, length: 16 };
    const model = languageModel(config, size);
    const inputs = stepInputs(config, pattern(400), { ...size, seed: 5, step: 1 });
    const found = [1, 2, 3, 6].map(async (accumulate) => {
      const state = { step: 0, ...initModel(config, 5) };
      const trainer = await createTrainer(createReferenceBackend(), model, { optimizer, state, accumulate });
      const { loss, outputs } = await trainer.evaluate(inputs);
      return { loss, losses: await outputs.losses!.read() };
    });
    const [whole, ...parts] = await Promise.all(found);
    for (const { loss, losses } of parts) {
      expect(Math.abs(loss / whole!.loss - 1)).toBeLessThan(1e-14);
      expect(losses).toEqual(whole!.losses);
    }
  });

  it('is evaluated on the way, with dense heads to the last digits', async () => {
    const given = { config: models.dense!, evaluate: { every: 3 } };
    const [whole, parts] = [await train(options(given)), await train(options({ ...given, accumulate: 3 }))];
    expect(parts.evaluations.map(({ step, tokens }) => [step, tokens])).toEqual([
      [3, 149],
      [6, 149],
    ]);
    for (const [i, { loss }] of parts.evaluations.entries())
      expect(Math.abs(loss / whole.evaluations[i]!.loss - 1)).toBeLessThan(1e-11);
  });

  it.each(Object.keys(createBackend))('%s: has the losses of the reference and leaves no tensor', async (name) => {
    const config = { ...models['mosa with routing']!, dropout: 0.2, attentionDropout: 0.3 };
    const wanted = await train(options({ config }));
    const backend = await createBackend[name]!();
    const result = await train(options({ backend, config, accumulate: 3 }));
    expect(backend.memory().tensors).toBe(0);
    await backend.dispose();
    expectSame(result, wanted, 1e-5);
  });

  it('is the same with activations recomputed', async () => {
    const plain = await train(options({ accumulate: 2 }));
    const recomputed = await train(options({ accumulate: 2, recompute: true }));
    expect(recomputed.curve).toEqual(plain.curve);
    expect(recomputed.checkpoint).toEqual(plain.checkpoint);
  });

  it.each(Object.keys(createBackend))('%s: goes on from a checkpoint as if it had never stopped', async (name) => {
    const backend = await createBackend[name]!();
    const config = { ...models['mosa with routing']!, dropout: 0.1 };
    const whole = await train(options({ backend, config, accumulate: 2 }));
    const saved: Uint8Array[] = [];
    const save = async (checkpoint: Checkpoint) => void saved.push(encodeCheckpoint(checkpoint));
    await train(options({ backend, config, accumulate: 2, steps: 4, checkpoint: { every: 2, save } }));
    for (const bytes of saved) {
      const resume = await decodeCheckpoint(bytes);
      expect(resume.run.accumulate).toBe(2);
      const rest = await train(options({ backend, config, accumulate: 2, resume }));
      expect(rest.curve).toEqual(whole.curve.slice(resume.state.step));
      expect(rest.checkpoint.state).toEqual(whole.checkpoint.state);
    }
    expect(saved).toHaveLength(2);
    await backend.dispose();
  });

  it('that is told to stop finishes the step, all of its micro-batches', async () => {
    const whole = await train(options({ accumulate: 3, steps: 4 }));
    const real = createReferenceBackend();
    const abort = new AbortController();
    let runs = 0;
    const backend = {
      ...real,
      compile: async (...given: Parameters<typeof real.compile>) => {
        const program = await real.compile(...given);
        const run: typeof program.run = (inputs) => {
          if (++runs === 8) abort.abort(); // the second of the micro-batches of step 2: each step runs five programs
          return program.run(inputs);
        };
        return { ...program, run };
      },
    };
    const saved: Checkpoint[] = [];
    const checkpoint = { save: async (one: Checkpoint) => void saved.push(one) };
    const first = await train(options({ backend, accumulate: 3, steps: 4, checkpoint, signal: abort.signal }));
    expect(first.stopped).toBe(true);
    expect(first.curve).toEqual(whole.curve.slice(0, 2));
    const rest = await train(options({ accumulate: 3, steps: 4, resume: saved[0]! }));
    expect(rest.curve).toEqual(whole.curve.slice(2));
  });
});

describe('what a run in micro-batches is told apart by', () => {
  it('is in the checkpoint; one without it is of whole batches', async () => {
    const { checkpoint: whole } = await train(options({ steps: 1 }));
    const { checkpoint: parts } = await train(options({ steps: 1, accumulate: 2 }));
    expect('accumulate' in whole.run).toBe(false);
    const one = await train(options({ steps: 2, accumulate: 1, resume: whole }));
    expect(one.curve).toEqual((await train(options({ steps: 2, resume: whole }))).curve);
    expect((await train(options({ steps: 2, accumulate: 1 }))).checkpoint.run).toEqual(whole.run);
    const refused = (more: Partial<TrainOptions>, actual: string) =>
      expect(train(options(more))).rejects.toMatchObject({ code: 'config', where: 'train resume', actual });
    await refused({ resume: parts }, 'run.accumulate: 2 in the checkpoint, 1 here');
    await refused({ resume: parts, accumulate: 3 }, 'run.accumulate: 2 in the checkpoint, 3 here');
    await refused({ resume: whole, accumulate: 3 }, 'run.accumulate: 1 in the checkpoint, 3 here');
    const wrong = encodeCheckpoint({ ...parts, run: { ...parts.run, accumulate: 0 } });
    await expect(decodeCheckpoint(wrong)).rejects.toMatchObject({ code: 'data', where: /run.accumulate/ });
  });

  it.each([
    [0, 'a whole number from 1', '0'],
    [1.5, 'a whole number from 1', '1.5'],
    [null, 'a whole number from 1', 'null'],
    ['2', 'a whole number from 1', '"2"'],
    [4, 'a divisor of the batch of 6', '4'],
    [12, 'a divisor of the batch of 6', '12'],
  ])('is refused before any device work where it is %j', async (accumulate, expected, actual) => {
    const backend = createReferenceBackend();
    await backend.dispose(); // whatever is asked of it fails otherwise
    const run = train(options({ backend, accumulate: accumulate as number }));
    await expect(run).rejects.toMatchObject({ code: 'config', where: 'train accumulate', expected, actual });
  });
});

it('four micro-batches take a quarter of the intermediates, and two vectors of gradients', () => {
  const config = { ...models['mosa with routing']!, layers: 3, dropout: 0.1 };
  const model = languageModel(config, { batch: 8, length: 64 });
  const gradientBytes = 4 * parameterCount(config);
  for (const recompute of [[], layerScopes(config)]) {
    const whole = graphMemory(stepGraph(model, { optimizer, recompute }));
    const graphs = accumulatedGraphs(model, { optimizer, recompute, accumulate: 4 });
    const [gradient, update] = [graphMemory(graphs.gradient), graphMemory(graphs.update)];
    expect(gradient.peak).toBeLessThan(whole.peak / 4 + 2 * gradientBytes);
    expect(update.peak).toBeLessThan(gradient.peak);
    // What the update takes, moments and the sum, is there while a micro-batch is computed.
    const all = update.inputs + gradient.peak;
    expect(all).toBeLessThan(0.4 * (whole.inputs + whole.peak));
  }
});
