import { type AttentionConfig, type CacheSize, type Graph, headGroups, traceShared } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';
import { decoderNames, decoderStateTypes } from '../decoding/decoder-graph';
import { weightTypes } from '../language-model';
import { forward } from '../model/forward';

/** What an exported model keeps from run to run: `position`, and what `cacheTypes` of core has of each layer. */
export function exportedState(config: LanguageModelConfig, size: CacheSize): ReturnType<typeof decoderStateTypes> {
  const all = Object.entries(decoderStateTypes(config, size));
  return Object.fromEntries(all.filter(([name]) => name !== decoderNames.logits && !name.startsWith('count/')));
}

/** tokens int32 [B, T] → logits float32 [B, T, V]. */
export function forwardProgram(config: LanguageModelConfig, batch: number, length: number): Graph {
  return traceShared((ops, { tokens }, weights) => ({ logits: forward(ops, tokens!, weights, config).logits }), {
    inputs: { tokens: { shape: [batch, length], dtype: 'int32' } },
    weights: weightTypes(config),
  });
}

/** The most tokens that one run of a step takes in any heads without being another program. */
export function longestStep(config: LanguageModelConfig): number {
  const groups = attentionOf(config).flatMap((attention) => headGroups(attention).map((group) => group.config));
  return Math.min(128, ...groups.flatMap(limitsOf));
}

function limitsOf(config: AttentionConfig): number[] {
  if (config.kind === 'local') return config.window === undefined ? [] : [2 * config.window];
  if (config.kind !== 'mosa' || typeof config.selection !== 'object') return [];
  const { slots } = config.selection;
  return slots && slots.count < slots.block ? [slots.block] : [];
}
