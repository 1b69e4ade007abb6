import type { AttentionConfig, Shape } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from './config';
import { bufferShapes, parameterShapes } from './parameters';

/** A language model as `fromPyTorch` and `toPyTorch` of `@mosa-js/exchange` take it. */
export interface LanguageModelParts {
  readonly attention: Readonly<Record<string, AttentionConfig>>;
  readonly others: Readonly<Record<string, Shape>>;
  readonly tied: Readonly<Record<string, string>>;
}

/**
 * Where the heads of a model stand, and what else it has: `fromPyTorch(tensors, { config: modelParts(config) })`.
 * @throws MosaError `config`
 */
export function modelParts(config: LanguageModelConfig): LanguageModelParts {
  const shapes = Object.entries({ ...parameterShapes(config), ...bufferShapes(config) });
  const heads = attentionOf(config).map((attention, layer) => [`layers.${layer}.attention.`, attention] as const);
  return {
    attention: Object.fromEntries(heads),
    others: Object.fromEntries(shapes.filter(([name]) => !/^layers\.\d+\.attention\./.test(name))),
    tied: config.tiedOutput ? { 'output.weight': 'embedding.weight' } : {},
  };
}
