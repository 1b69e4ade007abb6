import { headGroups, type MosaConfig } from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';

/** What one causal head did with the tokens of all sequences. */
export interface HeadStats {
  readonly layer: number;
  /** Where the names of its group begin within the layer: '' or `parts.0.`. */
  readonly group: string;
  /** Its number in the group, from 0. */
  readonly head: number;
  /** Tokens that it saw, processed, evicted from its cache again, and had no slot for. */
  readonly tokens: number;
  readonly processed: number;
  readonly evicted: number;
  readonly dropped: number;
  /** Share of tokens that training aims at. */
  readonly share: number;
}

/** A group of causal heads of a model. */
export interface CausalGroup {
  readonly layer: number;
  readonly group: string;
  /** `layers.0.attention.parts.0.` */
  readonly path: string;
  readonly config: MosaConfig;
}

export function causalGroups(config: LanguageModelConfig): readonly CausalGroup[] {
  return attentionOf(config).flatMap((attention, layer) =>
    headGroups(attention).flatMap(({ prefix, config: group }) => {
      if (group.kind !== 'mosa' || typeof group.selection !== 'object') return [];
      return [{ layer, group: prefix, path: `layers.${layer}.attention.${prefix}`, config: group }];
    }),
  );
}

/** 1/ρ, or k of the length of training. */
export function shareOf({ sparsity, k }: MosaConfig, length: number): number {
  return sparsity === undefined ? Math.min(1, k! / length) : 1 / sparsity;
}

/** A head that has taken nothing, or far more than its share, in words. */
export function oddity({ layer, group, head, tokens, processed, share }: HeadStats): string | undefined {
  if (tokens * share < fewest) return undefined;
  const name = `layer ${layer}, ${group}head ${head}`;
  const meant = `${(100 * share).toFixed(1)} % were meant`;
  if (processed === 0) return `${name} has processed none of ${tokens} tokens; ${meant}`;
  const much = processed > 10 * share * tokens;
  return much ? `${name} has processed ${processed} of ${tokens} tokens; ${meant}` : undefined;
}

/** Tokens that a head should have processed before anything is said of it. */
const fewest = 20;
