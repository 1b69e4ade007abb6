import type { Backend, StorageFormat } from '@mosa-js/core';
import type { Checkpoint } from '../checkpoint/checkpoint';
import { createLanguageModel } from '../create-language-model';
import type { TokenData } from '../data/token-data';
import { createDecoder } from '../decoding/create-decoder';
import { evaluateDecoder } from '../decoding/evaluate-decoder';
import type { Evaluation } from '../metrics';
import type { EvaluationOptions } from '../training/evaluate';

interface Storage {
  readonly storage: StorageFormat | undefined;
  readonly cacheStorage: StorageFormat | undefined;
}

/** How well a model predicts a text, and bytes of what it holds on the device. */
interface Measured {
  readonly evaluation: Evaluation;
  readonly weightBytes: number;
  /** Of one sequence. */
  readonly cacheBytes?: number;
}

type Measure = (
  backend: Backend,
  checkpoint: Pick<Checkpoint, 'config' | 'state'>,
  data: TokenData,
  options: EvaluationOptions,
  storage: Storage,
) => Promise<Measured>;

/** Sequences as a whole. */
export const measureModel: Measure = async (backend, { config, state }, data, options, { storage }) => {
  const before = backend.memory().bytes;
  const model = await createLanguageModel(backend, config, state, { storage });
  const weightBytes = backend.memory().bytes - before;
  const evaluation = await model.evaluate(data, options);
  await model.dispose();
  return { evaluation, weightBytes };
};

/** The same token by token, from caches. */
export const measureDecoder: Measure = async (backend, { config, state }, data, options, storage) => {
  const { batch, length, ...rest } = options;
  const before = backend.memory().bytes;
  const model = await createLanguageModel(backend, config, state, { storage: storage.storage });
  const weightBytes = backend.memory().bytes - before;
  await model.dispose();
  const decoder = await createDecoder(backend, config, state, { batch, positions: length, chunk: 1, ...storage });
  const evaluation = await evaluateDecoder(decoder, data, { length, ...rest });
  const cacheBytes = decoder.cacheBytes / batch;
  await decoder.dispose();
  return { evaluation, weightBytes, cacheBytes };
};
