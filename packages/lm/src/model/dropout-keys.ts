import type { HostTensor, TensorType } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import type { LanguageModelConfig } from '../config';
import { mixSeeds } from '../random';
import { prime } from './dropout';

/** Names of the inputs that carry the keys of all sites: one after the embedding, two in each layer. */
export const dropoutInputs = { rows: 'dropout.rows', columns: 'dropout.columns' } as const;

/** Types of the key inputs: rows [sites, 2, B·T], columns [sites, 2, h]. None without dropout. */
export function dropoutTypes(config: LanguageModelConfig, tokens: number): Record<string, TensorType> {
  if (!config.dropout) return {};
  const sites = 1 + 2 * config.layers;
  return {
    [dropoutInputs.rows]: { shape: [sites, 2, tokens], dtype: 'float32' },
    [dropoutInputs.columns]: { shape: [sites, 2, config.dModel], dtype: 'float32' },
  };
}

/**
 * Keys of one step, from the seed and the step alone. Without a step: zeros, for evaluation, which drops nothing.
 * @param tokens B·T
 */
export function dropoutKeys(
  config: LanguageModelConfig,
  tokens: number,
  seed: number,
  step?: number,
): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(dropoutTypes(config, tokens)).map(([name, type], index) => {
      const [sites, , length] = type.shape as [number, number, number];
      const data = new Float32Array(sites * 2 * length);
      if (step === undefined) return [name, { ...type, data }];
      const next = randomSource(mixSeeds(seed, step, index + 1));
      for (let i = 0; i < data.length; i++) {
        const isSecond = Math.floor(i / length) % 2 === 1;
        data[i] = isSecond ? Math.floor(next() * prime) : 1 + Math.floor(next() * (prime - 1));
      }
      return [name, { ...type, data }];
    }),
  );
}
