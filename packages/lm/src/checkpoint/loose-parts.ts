import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { checkOptimizer, type OptimizerConfig } from '@mosa-js/core/training';
import { checkLanguageModelConfig, type LanguageModelConfig } from '../config';
import { checkTokenizerJSON } from '../tokenizers/check-json';
import { checkRun } from './check-parts';
import type { Checkpoint } from './checkpoint';
import { configOfBefore } from './config-of-before';

/** Parts of a checkpoint that was not trained here. */
export type LooseParts = Omit<Checkpoint, 'state' | 'best'> & { readonly step: number };

/** What a model that says nothing of its training gets, so that a checkpoint is whole; a new run brings its own. */
const defaults = {
  optimizer: { learningRate: 1e-3 },
  run: { batch: 1, length: 256, seed: 0, data: 'imported' },
  step: 0,
} as const;

/**
 * Parts of a checkpoint from JSON: a model's configuration alone, or an object with `config` and any of `optimizer`, `run`, `step` and `tokenizer`.
 * @throws MosaError `config`, `data`
 */
export function checkpointParts(given: unknown, where: string): LooseParts {
  if (typeof given !== 'object' || given === null)
    throw new MosaError('data', where, "a model's configuration, or an object with config", show(given));
  const all = 'config' in given ? (given as Partial<LooseParts>) : { config: given as LanguageModelConfig };
  checkFields(all, ['config', 'optimizer', 'run', 'step', 'tokenizer'], where);
  const config = configOfBefore(all.config as LanguageModelConfig);
  checkLanguageModelConfig(config, `${where} config`);
  const optimizer: OptimizerConfig = all.optimizer ?? defaults.optimizer;
  checkOptimizer(optimizer, `${where} optimizer`);
  const { step = defaults.step } = all;
  if (!Number.isSafeInteger(step) || step < 0)
    throw new MosaError('data', `${where} step`, 'a whole number from 0', show(step));
  return {
    config,
    optimizer,
    run: checkRun({ ...defaults.run, ...all.run }, `${where} run`),
    step,
    ...(all.tokenizer === undefined ? {} : { tokenizer: checkTokenizerJSON(all.tokenizer, `${where} tokenizer`) }),
  };
}
