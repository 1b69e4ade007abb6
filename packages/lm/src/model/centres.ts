import { headGroups, type Named, type RoutingConfig, type TensorOps } from '@mosa-js/core';
import { routingQueries, updateCentres } from '@mosa-js/core/training';
import { attentionOf, type LanguageModelConfig } from '../config';
import type { GroupResult } from './forward';

/**
 * Cluster centres of all routing heads after a step of online k-means (core's `updateCentres`) over the tokens that each
 * layer saw: new values by buffer name, [E, ρ, h'] each.
 */
export function movedCentres<T>(
  ops: TensorOps<T>,
  groups: readonly GroupResult<T>[],
  parameters: Named<T>,
  config: LanguageModelConfig,
): Record<string, T> {
  const moved: Record<string, T> = {};
  attentionOf(config)
    .flatMap((attention) => headGroups(attention))
    .forEach(({ config: group }, index) => {
      if (group.kind !== 'routing') return;
      const { prefix, x } = groups[index]!;
      moved[`${prefix}centres`] = ops.scope(`${prefix}centres`, () => move(ops, prefix, x, parameters, group));
    });
  return moved;
}

function move<T>(ops: TensorOps<T>, path: string, x: T, parameters: Named<T>, config: RoutingConfig): T {
  const queries = routingQueries(ops, x, parameters[`${path}qk.weight`]!, config); // [E, B·T, h']
  return updateCentres(ops, parameters[`${path}centres`]!, queries); // [E, ρ, h']
}
