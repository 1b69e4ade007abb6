import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { checkSame, type RunSettings } from '../checkpoint/checkpoint';
import { checkLanguageModelConfig } from '../config';
import { checkTokens } from '../data/check-tokens';
import { checkLength, type TokenData } from '../data/token-data';
import { fingerprint } from '../fingerprint';
import { checkSeed } from '../random';
import { checkBatchSize, checkCount } from '../sizes';
import type { TrainOptions } from './options';
import { thresholdRule } from './threshold-rule';

const fields = {
  backend: true,
  config: true,
  optimizer: true,
  data: true,
  tokenizer: true,
  steps: true,
  seed: true,
  evaluate: true,
  checkpoint: true,
  resume: true,
  initial: true,
  signal: true,
  onProgress: true,
  recompute: true,
  batch: true,
  length: true,
  accumulate: true,
  thresholds: true,
} satisfies Record<keyof TrainOptions, true>;
export const trainFields = Object.keys(fields) as (keyof TrainOptions)[];

function checkEvaluate(evaluate: NonNullable<TrainOptions['evaluate']>): void {
  checkFields(evaluate, ['every', 'windows', 'whenStopped'], 'train evaluate');
  const { every, windows, whenStopped = false } = evaluate;
  checkCount(every, 'train evaluate.every');
  if (windows !== undefined) checkCount(windows, 'train evaluate.windows');
  if (typeof whenStopped !== 'boolean' && typeof whenStopped !== 'function')
    throw new MosaError('config', 'train evaluate.whenStopped', 'true, false or a function', show(whenStopped));
}

function checkAccumulate(accumulate: number, batch: number): void {
  checkCount(accumulate, 'train accumulate');
  if (batch % accumulate === 0) return;
  throw new MosaError('config', 'train accumulate', `a divisor of the batch of ${batch}`, `${accumulate}`);
}

/**
 * Checks all that can be checked before any device work.
 * @returns what goes into checkpoints
 * @throws MosaError `config` or `data`
 */
export function prepare(options: TrainOptions): RunSettings {
  const { config, data, tokenizer, steps, batch, length, seed, evaluate, checkpoint, resume, initial } = options;
  const { accumulate = 1 } = options;
  checkFields(options, trainFields, 'train');
  if (evaluate) checkEvaluate(evaluate);
  checkLanguageModelConfig(config);
  checkBatchSize({ batch, length }, 'train');
  checkAccumulate(accumulate, batch);
  checkCount(steps, 'train steps');
  checkSeed(seed, 'train seed');
  if (checkpoint?.every !== undefined) checkCount(checkpoint.every, 'train checkpoint.every');
  if (evaluate && !data.valid) throw new MosaError('data', 'train data.valid', 'a text to evaluate with', 'nothing');
  if (tokenizer && tokenizer.vocabularySize > config.vocabularySize) {
    const expected = `at least ${tokenizer.vocabularySize}, as the tokenizer has`;
    throw new MosaError('config', 'config.vocabularySize', expected, `${config.vocabularySize}`);
  }
  const checkText = ({ tokens }: TokenData, where: string) => {
    checkLength(tokens, length, where);
    checkTokens(tokens, config.vocabularySize, where);
  };
  checkText(data.train, 'train data.train');
  if (data.valid) checkText(data.valid, 'train data.valid');

  const thresholds = thresholdRule(options);
  const more = { ...(accumulate > 1 ? { accumulate } : {}), ...(thresholds ? { thresholds } : {}) };
  const run = { batch, length, seed, data: fingerprint(data.train.tokens), ...more };
  if (!resume) return run;
  if (initial) throw new MosaError('config', 'train', 'resume or initial', 'both');
  checkSame(resume, { config, optimizer: options.optimizer, run, tokenizer: tokenizer?.toJSON() }, 'train resume');
  if (resume.state.step > steps) {
    throw new MosaError('config', 'train steps', `at least the ${resume.state.step} of the checkpoint`, `${steps}`);
  }
  return run;
}
