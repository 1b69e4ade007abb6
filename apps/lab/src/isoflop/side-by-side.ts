import { createTrainer, type Trainer } from '@mosa-js/core/training';
import { initModel, languageModel, stepInputs } from '@mosa-js/lm';
import { isRealGpu, type OpenBackend } from '../backends/open';
import type { Corpus } from '../data/corpus';
import { modelConfig } from '../model/config';
import { optimizerConfig } from '../model/optimizer';
import { median } from '../run/median';
import type { Settings } from '../settings/settings';

/** Times of training steps of two models, taken in turns in one process, so that both meet the same state of the machine. */
export interface StepTimes {
  /** Median of (sparse / dense), pair by pair, less 1. */
  readonly change: number;
  readonly pairs: number;
  /** Medians; only of a real GPU. */
  readonly milliseconds?: { readonly dense: number; readonly sparse: number };
}

const warmUp = 5;

/** @returns undefined on a GPU in software, which is never timed */
export async function timeSideBySide(
  open: OpenBackend,
  corpus: Corpus,
  dense: Settings,
  sparse: Settings,
  pairs: number,
): Promise<StepTimes | undefined> {
  if (open.identity.software) return undefined;
  const first = await trainerOf(open, corpus, dense);
  const second = await trainerOf(open, corpus, sparse);
  const times: { dense: number; sparse: number }[] = [];
  for (let pair = -warmUp; pair < pairs; pair++) {
    const one = await timed(first, corpus, dense);
    const other = await timed(second, corpus, sparse);
    if (pair >= 0) times.push({ dense: one, sparse: other });
  }
  await first.dispose();
  await second.dispose();
  return {
    change: median(times.map((time) => time.sparse / time.dense)) - 1,
    pairs,
    ...(isRealGpu(open.identity)
      ? { milliseconds: { dense: median(times.map((t) => t.dense)), sparse: median(times.map((t) => t.sparse)) } }
      : {}),
  };
}

async function trainerOf({ backend }: OpenBackend, { tokenizer }: Corpus, settings: Settings): Promise<Trainer> {
  const { batch, length, seed, accumulate } = settings;
  const config = modelConfig(settings, tokenizer.vocabularySize);
  const state = { step: 0, ...initModel(config, seed) };
  return createTrainer(backend, languageModel(config, { batch, length }), {
    optimizer: optimizerConfig(settings),
    state,
    accumulate,
  });
}

/** Milliseconds of a step, until its loss has been read back. */
async function timed(trainer: Trainer, { train, tokenizer }: Corpus, settings: Settings): Promise<number> {
  const { batch, length, seed } = settings;
  const step = trainer.step + 1;
  const config = modelConfig(settings, tokenizer.vocabularySize);
  const inputs = stepInputs(config, train.tokens, { batch, length, seed, step });
  const began = performance.now();
  const { outputs } = await trainer.run(inputs);
  const milliseconds = performance.now() - began;
  for (const tensor of Object.values(outputs)) tensor.dispose();
  return milliseconds;
}
