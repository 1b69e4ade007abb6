import { type Named, type RoutingConfig, routingQueries, type TensorOps, updateCentres } from '@mosa-js/core';
import { attentionOf, groupsOf, type LanguageModelConfig } from '../config';
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
    .flatMap(groupsOf)
    .forEach(({ config: group }, index) => {
      const { prefix, x } = groups[index]!;
      const routing = group.kind === 'hybrid' ? group.other : group;
      if (routing.kind !== 'routing') return;
      const path = group.kind === 'hybrid' ? `${prefix}other.` : prefix;
      moved[`${path}centres`] = ops.scope(`${path}centres`, () => move(ops, path, x, parameters, routing));
    });
  return moved;
}

function move<T>(ops: TensorOps<T>, path: string, x: T, parameters: Named<T>, config: RoutingConfig): T {
  const queries = routingQueries(ops, x, parameters[`${path}qk.weight`]!, config); // [E, B·T, h']
  return updateCentres(ops, parameters[`${path}centres`]!, queries); // [E, ρ, h']
}
