import { type HostTensor, hostTensor } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import { sampleBatch } from '../data/batch';
import type { BatchSize } from '../language-model';
import { dropoutKeys } from '../model/dropout-keys';
import { keepInput } from '../model/thresholds';
import { keptShare, type ThresholdRule } from './threshold-rule';

export interface StepInputOptions extends BatchSize {
  readonly seed: number;
  /** From 1. */
  readonly step: number;
  /** For a model whose thresholds move: how they are averaged. */
  readonly thresholds?: Pick<ThresholdRule, 'decay'>;
}

/**
 * All inputs of a training step: its batch, its dropout, and how much it keeps of thresholds. They follow from seed and step alone.
 * @throws MosaError `data` where the text is shorter than a block
 */
export function stepInputs(
  config: LanguageModelConfig,
  tokens: Int32Array,
  { batch, length, seed, step, thresholds }: StepInputOptions,
): Record<string, HostTensor> {
  return {
    ...sampleBatch(tokens, { batch, length, seed, step }),
    ...dropoutKeys(config, { batch, length }, seed, step),
    ...thresholdInputs(thresholds, step),
  };
}

/** What a step keeps of thresholds; an evaluation asks for it, too, and nothing there depends on it. */
export function thresholdInputs(rule: StepInputOptions['thresholds'], step: number): Record<string, HostTensor> {
  return rule ? { [keepInput]: hostTensor([keptShare(rule, step), 1], [2]) } : {};
}
