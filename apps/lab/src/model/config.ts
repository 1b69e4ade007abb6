import type { AttentionConfig, DenseConfig } from '@mosa-js/core';
import type { LanguageModelConfig } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';

/** The model that settings describe. */
export function modelConfig(settings: Settings, vocabularySize: number): LanguageModelConfig {
  const { dModel, layers, feedForward, dropout } = settings;
  return { vocabularySize, dModel, layers, attention: attention(settings), feedForward, dropout };
}

function attention(settings: Settings): AttentionConfig {
  const { dModel, dHead, denseHeads, sparseHeads } = settings;
  const dense: DenseConfig = { kind: 'dense', dModel, dHead, heads: denseHeads };
  if (sparseHeads === 0) return dense;
  const sparse = sparseConfig(settings);
  return denseHeads === 0 ? sparse : { kind: 'sum', parts: [dense, sparse] };
}

function sparseConfig({ dModel, dHead, sparseHeads, sparse, sparsity, includeFirst }: Settings): AttentionConfig {
  const common = { dModel, dHead, heads: sparseHeads, sparsity };
  return sparse === 'mosa' ? { kind: sparse, ...common, includeFirst } : { kind: sparse, ...common };
}

/** A model in a few words: `dense 9`, `4 + 142 mosa ρ=16`. */
export function modelName({ denseHeads, sparseHeads, sparse, sparsity }: Settings): string {
  return sparseHeads === 0 ? `dense ${denseHeads}` : `${denseHeads} + ${sparseHeads} ${sparse} ρ=${sparsity}`;
}

/** Whether heads choose tokens by looking at the whole sequence, later tokens included. */
export function seesFuture({ sparseHeads, sparse }: Settings): boolean {
  return sparseHeads > 0 && sparse !== 'fixed';
}

/** Printed with every such result. */
export const futureNote =
  'Selection sees the future: a head picks its tokens by looking at the whole sequence, so whether a token is processed ' +
  'depends on later ones. Perplexities of MoSA and routing are measured so, here and in the paper; they are not those of ' +
  'an autoregressive model. Those of dense and fixed heads are.';
