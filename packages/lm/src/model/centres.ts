import { headGroups, type Named, type RoutingConfig, type TensorOps } from '@mosa-js/core';
import { type CentreSums, centreSums, moveCentres, routingQueries } from '@mosa-js/core/training';
import { attentionOf, type LanguageModelConfig } from '../config';
import { isCentres } from '../parameters';
import type { GroupResult } from './forward';

/**
 * What a step of online k-means (core's `updateCentres`) counts over the tokens that each layer saw: by the name of the
 * centres, `NAME/sum` [E, ρ, h'] and `NAME/count` [E, ρ, 1] of all routing heads. Those of micro-batches add up to those of
 * the batch, since no centre moves in between.
 */
export function sumsOfCentres<T>(
  ops: TensorOps<T>,
  groups: readonly GroupResult<T>[],
  parameters: Named<T>,
  config: LanguageModelConfig,
): Record<string, T> {
  const sums: Record<string, T> = {};
  attentionOf(config)
    .flatMap((attention) => headGroups(attention))
    .forEach(({ config: group }, index) => {
      if (group.kind !== 'routing') return;
      const { prefix, x } = groups[index]!;
      const name = `${prefix}centres`;
      const { sum, count } = ops.scope(name, () => sumsOf(ops, prefix, x, parameters, group));
      Object.assign(sums, { [`${name}/sum`]: sum, [`${name}/count`]: count });
    });
  return sums;
}

/** Cluster centres after that step: new values by buffer name, [E, ρ, h'] each. */
export function movedCentres<T>(ops: TensorOps<T>, buffers: Named<T>, sums: Named<T>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(buffers)
      .filter(([name]) => isCentres(name))
      .map(([name, centres]) => {
        const own = { sum: sums[`${name}/sum`]!, count: sums[`${name}/count`]! };
        return [name, ops.scope(name, () => moveCentres(ops, centres, own))];
      }),
  );
}

function sumsOf<T>(ops: TensorOps<T>, path: string, x: T, parameters: Named<T>, config: RoutingConfig): CentreSums<T> {
  const queries = routingQueries(ops, x, parameters[`${path}qk.weight`]!, config); // [E, B·T, h']
  return centreSums(ops, parameters[`${path}centres`]!, queries);
}
