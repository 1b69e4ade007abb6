import { type HostTensor, hostTensor, type Named, sizeOf } from '@mosa-js/core';
import { gradient, lossGraph } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  createDecoder,
  createLanguageModel,
  decodeCheckpoint,
  encodeCheckpoint,
  initModel,
  type LanguageModelConfig,
  languageModel,
  parameterCount,
  parameterShapes,
  stepInputs,
  type TrainOptions,
  train,
} from '../src/index';
import { createBackend, readAll } from './support/backends';
import { models, pattern } from './support/models';

const untied = models.dense!;
const tied: LanguageModelConfig = { ...untied, tiedOutput: true };
const reference = createReferenceBackend();
const size = { batch: 2, length: 12 };

function options(more: Partial<TrainOptions> = {}): TrainOptions {
  const data = { train: { tokens: pattern(300) } };
  return {
    backend: reference,
    config: tied,
    optimizer: { learningRate: 3e-3 },
    data,
    steps: 6,
    seed: 5,
    ...size,
    ...more,
  };
}

/** Loss and gradients of a step, by name. */
async function gradientsOf(config: LanguageModelConfig, parameters: Named<HostTensor>) {
  const graph = gradient(lossGraph(languageModel(config, size), true), { of: 'loss', by: Object.keys(parameters) });
  const program = await reference.compile(graph, { weights: parameters });
  return readAll(await program.run(stepInputs(config, pattern(300), { ...size, seed: 1, step: 1 })));
}

describe('a tied output layer', () => {
  it('is no parameter of its own, and changes the initial bits of no other', () => {
    const { 'output.weight': output, ...others } = parameterShapes(untied);
    expect(parameterShapes(tied)).toEqual(others);
    expect(parameterCount(tied)).toBe(parameterCount(untied) - sizeOf(output!));
    const { 'output.weight': _, ...same } = initModel(untied, 3).parameters;
    expect(initModel(tied, 3).parameters).toEqual(same);
  });

  // Rows of small vocabularies are multiplied, those of large ones gathered.
  it.each([untied.vocabularySize, 300])('passes its gradient to the embedding of %i tokens', async (vocabularySize) => {
    const { parameters } = initModel({ ...tied, vocabularySize }, 2);
    const table = parameters['embedding.weight']!;
    const apart = await gradientsOf({ ...untied, vocabularySize }, { ...parameters, 'output.weight': table });
    const both = await gradientsOf({ ...tied, vocabularySize }, parameters);
    expect(both.loss!.data).toEqual(apart.loss!.data);
    const [own, output] = [apart['gradient/embedding.weight']!, apart['gradient/output.weight']!];
    expect(Math.max(...output.data)).toBeGreaterThan(1e-3);
    both['gradient/embedding.weight']!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(own.data[i]! + output.data[i]!, 12);
    });
  });

  it('has the same losses on every backend, and goes on from a checkpoint', async () => {
    const { curve, checkpoint } = await train(options());
    expect(curve.at(-1)!.loss).toBeLessThan(curve[0]!.loss);
    expect(Object.keys(checkpoint.state.parameters)).not.toContain('output.weight');
    for (const create of Object.values(createBackend)) {
      const backend = await create();
      const { curve: other } = await train(options({ backend }));
      for (const [i, { loss }] of other.entries()) expect(Math.abs(loss - curve[i]!.loss)).toBeLessThan(1e-5);
      await backend.dispose();
    }
    const half = await train(options({ steps: 3 }));
    const resume = await decodeCheckpoint(encodeCheckpoint(half.checkpoint));
    expect((await train(options({ resume }))).curve).toEqual(curve.slice(3));
    await expect(train(options({ resume, config: untied }))).rejects.toMatchObject({
      actual: expect.stringContaining('config.tiedOutput: true in the checkpoint, false here'),
    });
  });

  it('decodes', async () => {
    const state = initModel(tied, 3);
    const tokens = pattern(9);
    const model = await createLanguageModel(reference, tied, state);
    const logits = await model.logits(hostTensor([...tokens], [1, 9], 'int32'));
    const decoder = await createDecoder(reference, tied, state, { batch: 1, positions: 16 });
    const last = await decoder.prefill(hostTensor([...tokens], [1, 9], 'int32'));
    const [all, own] = [(await logits.read()).data, (await last.read()).data];
    own.forEach((value, i) => {
      expect(value).toBeCloseTo(all[8 * untied.vocabularySize + i]!, 12);
    });
    await decoder.dispose();
    await model.dispose();
  });
});
