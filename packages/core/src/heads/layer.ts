import type { TensorOps } from '../ops/interface';
import type { AttentionConfig, SingleConfig } from './config';
import { dense } from './dense';
import { fixed } from './fixed';
import { local } from './local';
import { type MosaOptions, mosa } from './mosa';
import { routing } from './routing';
import { checkWeights } from './weights';

export interface LayerResult<T> {
  /** float32 [B, T, h]: the sum over all heads. */
  readonly y: T;
  /** Router logits [E, B, T] and selected positions [E, B, k] of the MoSA heads, if there are any. */
  readonly logits?: T;
  readonly indices?: T;
}

/**
 * A layer of attention heads of any kind, or a hybrid of two, with its weights by name.
 * x float32 [B, T, h], mask bool [B, T] (false marks padding) → y float32 [B, T, h].
 * @throws MosaError `config`, `weight`, `shape` or `dtype`, before anything is computed
 */
export function attentionLayer<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  options: MosaOptions<T> = {},
): LayerResult<T> {
  checkWeights(config, Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, ops.typeOf(weight)])));
  if (config.kind !== 'hybrid') return ops.scope(config.kind, () => single(ops, x, weights, '', config, options));
  const first = ops.scope('mosa', () => single(ops, x, weights, 'mosa.', config.mosa, options));
  const { mask } = options;
  const second = ops.scope(config.other.kind, () => single(ops, x, weights, 'other.', config.other, { mask }));
  return { ...first, y: ops.add(first.y, second.y) };
}

function single<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  prefix: string,
  config: SingleConfig,
  options: MosaOptions<T>,
): LayerResult<T> {
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
