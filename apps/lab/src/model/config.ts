import { type AttentionConfig, type CausalSelection, tokensPerHead } from '@mosa-js/core';
import type { LanguageModelConfig, ThresholdRule } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';

/** The model that settings describe. */
export function modelConfig(settings: Settings, vocabularySize: number): LanguageModelConfig {
  const { dModel, layers, feedForward, dropout, attentionDropout, tiedOutput, denseLayers } = settings;
  const all = Array.from({ length: layers }, (_, layer) =>
    attention(layer < denseLayers ? denseLayer(settings) : settings),
  );
  return {
    vocabularySize,
    dModel,
    layers,
    attention: denseLayers > 0 ? all : all[0]!,
    feedForward,
    dropout,
    // Not named where a model has none, so that checkpoints and published files stay as they were.
    ...(attentionDropout > 0 ? { attentionDropout } : {}),
    ...(tiedOutput ? { tiedOutput } : {}),
  };
}

/** The settings of a layer without sparse heads. */
export function denseLayer(settings: Settings): Settings {
  return { ...settings, denseHeads: settings.denseLayerHeads || settings.denseHeads, sparseHeads: 0 };
}

function attention(settings: Settings): AttentionConfig {
  const { dModel, dHead, denseHeads, window, sparseHeads } = settings;
  const companions = { dModel, dHead, heads: denseHeads };
  const dense: AttentionConfig =
    window > 0 ? { kind: 'local', ...companions, window } : { kind: 'dense', ...companions };
  if (sparseHeads === 0) return dense;
  const sparse = sparseConfig(settings);
  return denseHeads === 0 ? sparse : { kind: 'sum', parts: [dense, sparse] };
}

function sparseConfig(settings: Settings): AttentionConfig {
  const { dModel, dHead, sparseHeads, sparse, sparsity, includeFirst, selection } = settings;
  const common = { dModel, dHead, heads: sparseHeads, sparsity };
  if (sparse !== 'mosa') return { kind: sparse, ...common };
  const causal = selection === 'causal' ? { selection: causalSelection(settings) } : {};
  return { kind: sparse, ...common, includeFirst, ...causal };
}

/** C of causal heads: tokens that they attend to at most; undefined without a limit. */
export function capacityOf({ capacity, sparsity, length }: Settings): number | undefined {
  return capacity > 0 ? Math.max(1, Math.round(capacity * tokensPerHead(length, sparsity))) : undefined;
}

/** How causal heads of these settings select. */
export function causalSelection(settings: Settings): CausalSelection {
  const { slotsCount, slotsBlock, sparsity, ties, gate } = settings;
  const entries = capacityOf(settings);
  const count = slotsCount || Math.min(slotsBlock, Math.ceil((2.5 * slotsBlock) / sparsity));
  return {
    rule: 'causal',
    ...(entries === undefined ? {} : { capacity: entries }),
    slots: { count, block: slotsBlock },
    ...(ties === 'earlier' ? {} : { ties }),
    ...(gate === 'score' ? {} : { gate }),
  };
}

/** How training moves thresholds, for models that have some. */
export function thresholdRule(settings: Settings): ThresholdRule | undefined {
  const { selection, sparseHeads, sparse, steps, thresholdWarmup, thresholdBy, thresholdDecay, thresholdStep } =
    settings;
  if (selection !== 'causal' || sparseHeads === 0 || sparse !== 'mosa') return undefined;
  if (settings.denseLayers === settings.layers) return undefined;
  const warmup = Math.round(thresholdWarmup * steps);
  return { warmup, by: thresholdBy, decay: thresholdDecay, step: thresholdStep };
}

/** The names by which people know kinds of heads. */
export const kindNames = { dense: 'dense', mosa: 'MoSA', fixed: 'fixed', routing: 'routing' } as const;

/** A model in a few words: `9 dense`, `4 dense + 142 MoSA, ρ 16`, `4 local + 142 causal MoSA, ρ 16`. */
export function modelName({ denseHeads, window, sparseHeads, sparse, sparsity, selection }: Settings): string {
  const causal = selection === 'causal' ? 'causal ' : '';
  const others = `${denseHeads} ${window > 0 ? 'local' : 'dense'}`;
  if (sparseHeads === 0) return others;
  const heads = `${sparseHeads} ${causal}${kindNames[sparse]}, ρ ${sparsity}`;
  return denseHeads === 0 ? heads : `${others} + ${heads}`;
}

/** Whether heads choose tokens by looking at the whole sequence, later tokens included. */
export function seesFuture({ sparseHeads, sparse, selection }: Settings): boolean {
  return sparseHeads > 0 && sparse !== 'fixed' && selection !== 'causal';
}

/** Printed with every such result. */
export const futureNote =
  'Selection sees the future: a head picks its tokens by looking at the whole sequence, so whether a token is processed ' +
  'depends on later ones. Perplexities of MoSA (but for causal heads) and routing are measured so, here and in the paper; they are not those of ' +
  'an autoregressive model. Those of dense and fixed heads are.';
