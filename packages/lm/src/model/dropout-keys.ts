import { type HostTensor, headGroups, probabilityShape, sizeOf, type TensorType } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import { attentionOf, type LanguageModelConfig } from '../config';
import type { BatchSize } from '../language-model';
import { mixSeeds } from '../random';
import { prime } from './dropout';

/** Inputs that carry the keys of all sites, in the order of the numbers that their keys are drawn by. */
const names = ['dropout.rows', 'dropout.columns', 'dropout.attention.rows', 'dropout.attention.columns'] as const;
type Name = (typeof names)[number];

/**
 * Types of the key inputs. Of activations, one site after the embedding and two in each layer: rows [sites, 2, B·T], columns
 * [sites, 2, h]. Of attention's probabilities, a site for each group of heads, and keys for the largest: rows [sites, 2, B, M],
 * columns [sites, 2, C]. Those of what is not dropped are not there.
 */
export function dropoutTypes(config: LanguageModelConfig, size: BatchSize): Partial<Record<Name, TensorType>> {
  const float = (...shape: number[]): TensorType => ({ shape, dtype: 'float32' });
  const sites = 1 + 2 * config.layers;
  const { batch: B, length: T } = size;
  return {
    ...(config.dropout
      ? { 'dropout.rows': float(sites, 2, B * T), 'dropout.columns': float(sites, 2, config.dModel) }
      : {}),
    ...(config.attentionDropout ? attentionTypes(config, size) : {}),
  };
}

function attentionTypes(config: LanguageModelConfig, { batch: B, length: T }: BatchSize): Record<string, TensorType> {
  const groups = attentionOf(config).flatMap((attention) => headGroups(attention));
  const shapes = groups.map((group) => probabilityShape(group.config, T) as [number, number, number]); // [H, M, N] each
  const queries = Math.max(...shapes.map(([, M]) => M));
  const keys = Math.max(...shapes.map(([H, , N]) => H * N));
  return {
    'dropout.attention.rows': { shape: [groups.length, 2, B, queries], dtype: 'float32' },
    'dropout.attention.columns': { shape: [groups.length, 2, keys], dtype: 'float32' },
  };
}

/** Where sequences lie in these inputs: a micro-batch takes the rows of its own tokens, and columns are shared. */
export function dropoutAxes(config: LanguageModelConfig): Partial<Record<Name, number>> {
  return {
    ...(config.dropout ? { 'dropout.rows': 2 } : {}),
    ...(config.attentionDropout ? { 'dropout.attention.rows': 2 } : {}),
  };
}

/** Keys of one step, from the seed and the step alone. Without a step: zeros, for evaluation, which drops nothing. */
export function dropoutKeys(
  config: LanguageModelConfig,
  size: BatchSize,
  seed: number,
  step?: number,
): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(dropoutTypes(config, size)).map(([name, type]) => {
      const [, , ...each] = type.shape;
      const length = sizeOf(each);
      const data = new Float32Array(sizeOf(type.shape));
      if (step === undefined) return [name, { ...type, data }];
      const next = randomSource(mixSeeds(seed, step, names.indexOf(name as Name) + 1));
      for (let i = 0; i < data.length; i++) {
        const isSecond = Math.floor(i / length) % 2 === 1;
        data[i] = isSecond ? Math.floor(next() * prime) : 1 + Math.floor(next() * (prime - 1));
      }
      return [name, { ...type, data }];
    }),
  );
}
