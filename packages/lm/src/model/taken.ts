import type { Named, TensorOps } from '@mosa-js/core';
import type { LanguageModelConfig } from '../config';
import { type CausalGroup, causalGroups } from '../decoding/stats';
import type { GroupResult } from './forward';

/** Names of a step's outputs on the heads of a group: tokens that were processed, and had no slot, int32 [E, B]. */
export function takenName({ path }: Pick<CausalGroup, 'path'>): string {
  return `taken/${path}`;
}

export function droppedName({ path }: Pick<CausalGroup, 'path'>): string {
  return `dropped/${path}`;
}

/** What causal heads did with the tokens of each sequence. */
export function takenOutputs<T>(
  ops: TensorOps<T>,
  groups: readonly GroupResult<T>[],
  config: LanguageModelConfig,
): Record<string, T> {
  return Object.fromEntries(
    causalGroups(config).flatMap((group) => {
      const { valid, dropped } = groups.find(({ prefix }) => prefix === group.path)!;
      return [
        [takenName(group), ops.sum(ops.cast(valid!, 'int32'), [2])],
        [droppedName(group), dropped!],
      ];
    }),
  );
}

/** Where sequences lie in these outputs. */
export function takenAxes(config: LanguageModelConfig): Named<number> {
  return Object.fromEntries(
    causalGroups(config).flatMap((group) => [
      [takenName(group), 1],
      [droppedName(group), 1],
    ]),
  );
}
