import { MosaError } from '../error';
import type { TensorOps } from '../ops/interface';
import type { AttentionConfig, SingleConfig } from './config';
import { dense } from './dense';
import { fixed } from './fixed';
import { choosingGroups, headGroups } from './groups';
import { local } from './local';
import { type MosaOptions, mosa } from './mosa';
import { routing } from './routing';
import { checkWeights } from './weights';

export interface LayerResult<T> {
  /** float32 [B, T, h]: the sum over all heads. */
  readonly y: T;
  /** Router logits [E, B, T] and selected positions [E, B, k] of the MoSA heads, if the layer has one group of them. */
  readonly logits?: T;
  readonly indices?: T;
  /** The same of each group, where a sum has several: `parts.0.logits`. */
  readonly [name: `${string}.${'logits' | 'indices'}`]: T;
}

/**
 * A layer of attention heads of any kind, or a sum of several, with its weights by name.
 * x float32 [B, T, h], mask bool [B, T] (false marks padding) → y float32 [B, T, h].
 * @param options indices only for a layer of one group of MoSA heads
 * @throws MosaError `config`, `weight`, `shape` or `dtype`, before anything is computed
 */
export function attentionLayer<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  { mask, indices }: MosaOptions<T> = {},
): LayerResult<T> {
  checkWeights(config, Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, ops.typeOf(weight)])));
  const choosing = new Map(choosingGroups(config).map(({ prefix, outputs }) => [prefix, outputs]));
  if (indices !== undefined && choosing.size > 1)
    throw new MosaError('config', 'indices', 'one group of MoSA heads, which they are for', String(choosing.size));
  const chosen: Record<string, T> = {};
  const results = headGroups(config).map(({ prefix, config: group }) => {
    const outputs = choosing.get(prefix);
    const options = outputs === undefined ? { mask } : { mask, indices };
    const result = ops.scope(group.kind, () => single(ops, x, weights, prefix, group, options));
    if (result.logits !== undefined) chosen[`${outputs}logits`] = result.logits;
    if (result.indices !== undefined) chosen[`${outputs}indices`] = result.indices;
    return result.y; // [B, T, h]
  });
  return { ...chosen, y: results.reduce((a, b) => ops.add(a, b)) };
}

interface GroupResult<T> {
  readonly y: T;
  readonly logits?: T;
  readonly indices?: T;
}

function single<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  prefix: string,
  config: SingleConfig,
  options: MosaOptions<T>,
): GroupResult<T> {
  const weight = (name: string) => weights[`${prefix}${name}`]!;
  const qkvOut = () => ({ qkv: weight('qkv.weight'), out: weight('out.weight') });
  switch (config.kind) {
    case 'mosa':
      return mosa(ops, x, { router: weight('router.weight'), ...qkvOut() }, config, options);
    case 'dense':
      return { y: dense(ops, x, qkvOut(), config, options) };
    case 'local':
      return { y: local(ops, x, qkvOut(), config, options) };
    case 'fixed':
      return { y: fixed(ops, x, qkvOut(), config, options) };
    case 'routing': {
      const own = {
        qk: weight('qk.weight'),
        value: weight('value.weight'),
        out: weight('out.weight'),
        centres: weight('centres'),
      };
      return { y: routing(ops, x, own, config, options) };
    }
  }
}
