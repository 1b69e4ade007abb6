import type { HostTensor } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import { sampleBatch } from '../data/batch';
import type { BatchSize } from '../language-model';
import { dropoutKeys } from '../model/dropout-keys';

/**
 * All inputs of a training step: its batch and its dropout. They follow from seed and step alone.
 * @throws MosaError `data` where the text is shorter than a block
 */
export function stepInputs(
  config: LanguageModelConfig,
  tokens: Int32Array,
  { batch, length, seed, step }: BatchSize & { readonly seed: number; readonly step: number },
): Record<string, HostTensor> {
  return {
    ...sampleBatch(tokens, { batch, length, seed, step }),
    ...dropoutKeys(config, batch * length, seed, step),
  };
}
