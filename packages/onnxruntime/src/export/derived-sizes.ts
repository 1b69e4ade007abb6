import { type AttentionConfig, headGroups, type SingleConfig } from '@mosa-js/core';
import { chunkOf } from './loop-select';
import type { SizeExpression } from './size-expression';

/**
 * What of a layer's heads follows from the length of a sequence: tokens that MoSA and routing heads select, slots of causal heads, blocks of local heads, tokens of
 * fixed ones.
 * @param length name of that size. Default 'length'
 */
export function derivedSizes(config: AttentionConfig, length = 'length'): readonly SizeExpression[] {
  const selected = (sparsity: number): SizeExpression => ['min', ['max', ['floor', length, sparsity], 2], length];
  return headGroups(config).flatMap(({ config: group }): SizeExpression[] => {
    switch (group.kind) {
      case 'mosa': {
        const { sparsity, k, selection } = group;
        if (typeof selection !== 'object') return [k === undefined ? selected(sparsity!) : ['min', k, length]];
        const { slots } = selection;
        const chunks: SizeExpression = ['ceil', length, chunkOf(selection)];
        if (!slots) return [chunks];
        const blocks: SizeExpression = ['ceil', length, slots.block];
        return [['min', ['*', slots.count, blocks], length], blocks, chunks];
      }
      case 'local':
        return group.window === undefined ? [] : [['ceil', length, group.window]];
      case 'fixed':
        return [['ceil', length, group.sparsity]];
      case 'routing':
        return [selected(group.sparsity)];
      default:
        return [];
    }
  });
}

/**
 * Lengths at which a program with such heads can be traced for all: longer than their blocks, of which no multiple is among them, since a last block that is
 * full is written in another way.
 * @param most the longest sequence of runs: tables by position are at least as long
 */
export function sampleLengths(configs: readonly AttentionConfig[], most: number): readonly number[] {
  const blocks = configs.flatMap((config) => headGroups(config).flatMap(({ config: group }) => blocksOf(group)));
  const least = 2 * Math.max(32, ...blocks) + 1;
  const from = (start: number): number => {
    const fits = isPrime(start) && blocks.every((block) => start % block !== 0);
    return fits ? start : from(start + 1);
  };
  const short = from(least);
  const middle = from(short + 20);
  const long = from(middle + 30);
  return [short, middle, long, from(Math.max(most, long + 1))];
}

/** Lengths after which heads begin anew, and least lengths. */
function blocksOf(config: SingleConfig): number[] {
  switch (config.kind) {
    case 'mosa': {
      const causal = typeof config.selection === 'object' ? config.selection : undefined;
      const chunk = causal?.capacity === undefined ? 1 : chunkOf(causal);
      return [config.k ?? 1, causal?.slots?.block ?? 1, chunk].filter((block) => block > 1);
    }
    case 'local':
      return config.window === undefined ? [] : [config.window].filter((block) => block > 1);
    case 'fixed':
      return [config.sparsity].filter((block) => block > 1);
    default:
      return [];
  }
}

function isPrime(n: number): boolean {
  for (let i = 2; i * i <= n; i++) if (n % i === 0) return false;
  return n > 1;
}
