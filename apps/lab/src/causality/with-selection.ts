import type { AttentionConfig, CausalSelection, MosaConfig } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '@mosa-js/lm';

/** The same model with MoSA heads that select so. The lab's sums are lists. */
export function withSelection(
  config: LanguageModelConfig,
  select: (heads: MosaConfig) => CausalSelection,
): LanguageModelConfig {
  const of = (attention: AttentionConfig): AttentionConfig => {
    if (attention.kind === 'mosa') return { ...attention, selection: select(attention) };
    if (attention.kind !== 'sum' || !Array.isArray(attention.parts)) return attention;
    return { ...attention, parts: attention.parts.map(of) };
  };
  return { ...config, attention: attentionOf(config).map(of) };
}
