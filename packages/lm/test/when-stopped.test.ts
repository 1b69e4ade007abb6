import type { Backend } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  createLanguageModel,
  decodeCheckpoint,
  encodeCheckpoint,
  type TrainEvent,
  type TrainOptions,
  train,
} from '../src/index';
import { models, pattern } from './support/models';

const data = { train: { tokens: pattern(400) }, valid: { tokens: pattern(90), bytes: 180 } };
const evaluate = { every: 3, windows: 3, whenStopped: true };

function options(backend: Backend, more: Partial<TrainOptions> = {}): TrainOptions {
  const config = { ...models['mosa with routing']!, dropout: 0.1 };
  const size = { steps: 8, batch: 2, length: 16 };
  return { backend, config, optimizer: { learningRate: 3e-3 }, data, evaluate, ...size, seed: 5, ...more };
}

/** A run that is stopped after a step. */
async function stopped(backend: Backend, after: number, more: Partial<TrainOptions> = {}) {
  const abort = new AbortController();
  const events: TrainEvent[] = [];
  const order: string[] = [];
  const saved: Uint8Array[] = [];
  const best: Uint8Array[] = [];
  const result = await train(
    options(backend, {
      checkpoint: {
        save: async (checkpoint: Checkpoint) => {
          order.push('save');
          saved.push(encodeCheckpoint(checkpoint));
        },
        saveBest: async (checkpoint: Checkpoint) => void best.push(encodeCheckpoint(checkpoint)),
      },
      signal: abort.signal,
      onProgress(event) {
        events.push(event);
        if (event.kind === 'evaluation') order.push('evaluate');
        if (event.kind === 'step' && event.step === after) abort.abort('the reason');
      },
      ...more,
    }),
  );
  return { result, events, order, best, resume: await decodeCheckpoint(saved.at(-1)!) };
}

describe('a run that is stopped between two evaluations', () => {
  it('is evaluated there once its checkpoint is saved, where it is told to', async () => {
    const backend = createReferenceBackend();
    const { result, events, order } = await stopped(backend, 4);
    expect(order).toEqual(['evaluate', 'save', 'evaluate']);
    expect(result.stopped).toBe(true);
    expect(result.evaluations.map(({ step }) => step)).toEqual([3]);
    expect(result.atStop).toMatchObject({ step: 4, tokens: 48 });
    expect(events.at(-1)).toMatchObject({ kind: 'evaluation', atStop: true, ...result.atStop });
    const model = await createLanguageModel(backend, result.checkpoint.config, result.checkpoint.state);
    const again = await model.evaluate(data.valid, { batch: 2, length: 16, windows: 3 });
    expect(again.loss).toBeCloseTo(result.atStop!.loss, 6);
  });

  it.each([
    [undefined, false],
    [false, false],
    [(reason: unknown) => reason === 'another', false],
    [(reason: unknown) => reason === 'the reason', true],
  ])('whenStopped %s', async (whenStopped, evaluates) => {
    const { result } = await stopped(createReferenceBackend(), 4, { evaluate: { every: 3, whenStopped } });
    expect(result.atStop !== undefined).toBe(evaluates);
  });

  it('is not evaluated twice where it was evaluated at that step, nor at its end', async () => {
    const planned = await stopped(createReferenceBackend(), 3);
    expect(planned.result.atStop).toBeUndefined();
    expect(planned.result.evaluations.map(({ step }) => step)).toEqual([3]);
    const ended = await stopped(createReferenceBackend(), 8);
    expect(ended.result).toMatchObject({ stopped: false });
    expect(ended.result.atStop).toBeUndefined();
  });

  it.each([1, 2, 4, 5, 7])('after step %i, it goes on as if it had never stopped', async (after) => {
    const backend = createReferenceBackend();
    const whole = await train(options(backend, { evaluate: { every: 3, windows: 3 } }));
    const first = await stopped(backend, after);
    expect(first.resume.best?.step).toBe(after < 3 ? undefined : first.result.evaluations.at(-1)!.step);
    const rest = await train(options(backend, { resume: first.resume }));
    expect([...first.result.curve, ...rest.curve]).toEqual(whole.curve);
    expect([...first.result.evaluations, ...rest.evaluations]).toEqual(whole.evaluations);
    expect(rest.checkpoint).toEqual(whole.checkpoint);
    expect(rest.checkpoint.best).toEqual(whole.checkpoint.best);
    expect(first.best.length).toBe(first.result.evaluations.length); // a falling loss, and not the one at the stop
  });

  it('refuses what says neither', async () => {
    const wrong = { every: 3, whenStopped: 'yes' as never };
    await expect(train(options(createReferenceBackend(), { evaluate: wrong }))).rejects.toMatchObject({
      code: 'config',
      where: 'train evaluate.whenStopped',
    });
  });
});
