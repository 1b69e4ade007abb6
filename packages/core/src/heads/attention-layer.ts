import { MosaError } from '../error';
import type { TensorOps } from '../ops/interface';
import { chooseBy } from './choose';
import type { AttentionConfig } from './config';
import { choosingGroups } from './groups';
import { type LayerResult, layerOf } from './layer';
import type { MosaOptions } from './mosa';
import { checkWeights } from './weights';

/**
 * A layer of attention heads of any kind, or a sum of several, with its weights by name.
 * x float32 [B, T, h], mask bool [B, T] (false marks padding) → y float32 [B, T, h].
 * @param options indices only for a layer of one group of MoSA heads; attend is called for each group of heads in turn
 * @throws MosaError `config`, `weight`, `shape` or `dtype`, before anything is computed
 */
export function attentionLayer<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  { mask, attend, ...how }: MosaOptions<T> = {},
): LayerResult<T> {
  checkWeights(config, Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, ops.typeOf(weight)])));
  const { length } = choosingGroups(config);
  if (how.indices !== undefined && length > 1)
    throw new MosaError('config', 'indices', 'one group of MoSA heads, which they are for', String(length));
  return layerOf(ops, x, weights, config, { mask, attend }, chooseBy(how));
}
