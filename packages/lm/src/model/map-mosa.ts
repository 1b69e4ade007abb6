import type { AttentionConfig, MosaConfig, SumConfig } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';

/** The same model with what `change` makes of its MoSA heads. */
export function mapMosa(config: LanguageModelConfig, change: (heads: MosaConfig) => MosaConfig): LanguageModelConfig {
  const of = (attention: AttentionConfig): AttentionConfig => {
    if (attention.kind === 'mosa') return change(attention);
    if (attention.kind !== 'sum') return attention;
    const { parts } = attention;
    const changed: SumConfig['parts'] = Array.isArray(parts)
      ? parts.map(of)
      : Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, of(part)]));
    return { ...attention, parts: changed };
  };
  const layers = attentionOf(config).map(of);
  return { ...config, attention: Array.isArray(config.attention) ? layers : layers[0]! };
}
