import type { CausalSelection, DenseConfig, MosaConfig } from '@mosa-js/core';
import type { LanguageModelConfig } from '@mosa-js/lm';
import { mosaHeads } from '../settings/check';
import type { Settings } from '../settings/settings';
import { dHead } from './sizes';

export type ModelName = 'dense' | 'mosa';
export const modelNames = ['dense', 'mosa'] as const satisfies readonly ModelName[];

/** The two models that are compared: the same but for their heads. */
export function configsOf(settings: Settings, vocabularySize: number): Record<ModelName, LanguageModelConfig> {
  const { width: dModel, layers, dense, kept } = settings;
  const common = { vocabularySize, dModel, layers };
  const denseHeads = (heads: number): DenseConfig => ({ kind: 'dense', dModel, dHead, heads });
  const mosa: MosaConfig = {
    kind: 'mosa',
    dModel,
    dHead,
    heads: mosaHeads(settings),
    k: settings.k,
    ...causal(settings),
  };
  return {
    dense: { ...common, attention: denseHeads(dense) },
    mosa: { ...common, attention: kept === 0 ? mosa : { kind: 'sum', parts: { mosa, dense: denseHeads(kept) } } },
  };
}

/** Positions of which a causal head has a limited number of slots. */
const block = 16;

function causal({ selection, capacity, k, length }: Settings): { selection?: CausalSelection } {
  if (selection === 'published') return {};
  // As in the lab: 2.5 times as many slots as tokens that a head should take, so that few find none.
  const count = Math.min(block, Math.ceil((2.5 * block * k) / length));
  return { selection: { rule: 'causal', capacity: capacity || k, slots: { count, block }, ties: 'later' } };
}
