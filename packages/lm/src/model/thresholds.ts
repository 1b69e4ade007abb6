import { constantScalar, type Named, selectedCount, type TensorOps, type TensorType } from '@mosa-js/core';
import { moveThresholds, selectionKeys, type ThresholdSums, thresholdSums } from '@mosa-js/core/training';
import type { LanguageModelConfig } from '../config';
import { type CausalGroup, causalGroups } from '../decoding/stats';
import type { ThresholdRule } from '../training/threshold-rule';
import type { GroupResult } from './forward';

/** How a training step moves the thresholds of causal heads. */
export interface MovedThresholds extends Pick<ThresholdRule, 'by' | 'step'> {
  /** Whether the step selects by expert choice, and thresholds are averaged meanwhile. */
  readonly warmup: boolean;
}

/** Input of a step: the share of thresholds that it keeps, and a 1, which counts micro-batches where both are added up. */
export const keepInput = 'thresholds.keep';
export const keepType: TensorType = { shape: [2], dtype: 'float32' };

const parts = ['place', 'found', 'above', 'taken', 'tokens'] as const satisfies readonly (keyof ThresholdSums<0>)[];

/** Name of the threshold of a group of heads. */
export function thresholdName({ path }: Pick<CausalGroup, 'path'>): string {
  return `${path}router.threshold`;
}

/**
 * What a step counts for thresholds, by name. Where micro-batches are added up, the place that a threshold follows is the mean of
 * their places.
 */
export function sumsOfThresholds<T>(
  ops: TensorOps<T>,
  groups: readonly GroupResult<T>[],
  weights: Named<T>,
  config: LanguageModelConfig,
  keep: T,
): Record<string, T> {
  const sums: Record<string, T> = { [keepInput]: keep };
  for (const { path, config: heads } of causalGroups(config)) {
    const { logits, valid } = groups.find(({ prefix }) => prefix === path)!;
    const threshold = weights[thresholdName({ path })]!;
    const k = selectedCount(heads, ops.typeOf(logits!).shape[2]!);
    const own = ops.scope(`${path}threshold`, () =>
      thresholdSums(ops, { logits: selectionKeys(ops, logits!, heads), threshold, valid }, k),
    );
    for (const part of parts) sums[`${thresholdName({ path })}/${part}`] = own[part];
  }
  return sums;
}

/** Thresholds after a step of a model with sequences of this length: new values by buffer name. */
export function movedThresholds<T>(
  ops: TensorOps<T>,
  buffers: Named<T>,
  sums: Named<T>,
  config: LanguageModelConfig,
  { length, ...how }: MovedThresholds & { readonly length: number },
): Record<string, T> {
  const kept = ops.slice(sums[keepInput]!, [0], [1]);
  const keep = ops.div(kept, ops.maximum(ops.slice(sums[keepInput]!, [1], [1]), constantScalar(ops, 1)));
  return Object.fromEntries(
    causalGroups(config).map(({ path, config: heads }) => {
      const name = thresholdName({ path });
      const own = Object.fromEntries(parts.map((part) => [part, sums[`${name}/${part}`]!])) as unknown;
      const share = selectedCount(heads, length) / length;
      const move = { ...how, share, keep };
      return [name, ops.scope(name, () => moveThresholds(ops, buffers[name]!, own as ThresholdSums<T>, move))];
    }),
  );
}
