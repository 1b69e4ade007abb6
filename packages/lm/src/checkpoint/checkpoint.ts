import { MosaError } from '@mosa-js/core';
import type { OptimizerConfig, TrainingState } from '@mosa-js/core/training';
import type { LanguageModelConfig } from '../config';
import type { BatchSize } from '../language-model';
import type { TokenizerJSON } from '../tokenizers/tokenizer';
import type { ThresholdRule } from '../training/threshold-rule';
import { differences } from './differences';

/** What a run's batches and dropout follow from. */
export interface RunSettings extends BatchSize {
  readonly seed: number;
  /** Fingerprint of the training text's tokens. */
  readonly data: string;
  /** Micro-batches of a step: they decide the last bits. Default 1. */
  readonly accumulate?: number;
  /** How thresholds of causal heads move. Default: they stay as they are. */
  readonly thresholds?: ThresholdRule;
}

/** All that a run needs to go on as if it had never stopped. */
export interface Checkpoint {
  readonly config: LanguageModelConfig;
  readonly optimizer: OptimizerConfig;
  readonly run: RunSettings;
  readonly state: TrainingState;
  readonly tokenizer?: TokenizerJSON;
  /** The best evaluation so far. */
  readonly best?: { readonly step: number; readonly loss: number };
}

/** Parts of a checkpoint that a run that goes on must share. */
export type CheckpointIdentity = Partial<Pick<Checkpoint, 'config' | 'optimizer' | 'run' | 'tokenizer'>>;

/**
 * Throws unless the checkpoint is of this run; parts that are not given are not compared.
 * @throws MosaError `config`, naming all that differs
 */
export function checkSame(checkpoint: CheckpointIdentity, wanted: CheckpointIdentity, where: string): void {
  const found = differences(pick(checkpoint, wanted), pick(wanted, wanted));
  if (found.length === 0) return;
  throw new MosaError('config', where, 'a checkpoint of this run', found.join('; '));
}

/** What a configuration means that says nothing of them. */
const defaults = { feedForward: 4, dropout: 0, attentionDropout: 0, tiedOutput: false };

function pick(from: CheckpointIdentity, wanted: CheckpointIdentity): CheckpointIdentity {
  const { config, optimizer, run, tokenizer } = from;
  return {
    ...(wanted.config ? { config: config && { ...defaults, ...config } } : {}),
    ...(wanted.optimizer ? { optimizer } : {}),
    ...(wanted.run ? { run: run && { accumulate: 1, ...run } } : {}),
    ...(wanted.tokenizer ? { tokenizer } : {}),
  };
}
