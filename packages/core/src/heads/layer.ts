import type { TensorOps } from '../ops/interface';
import type { HeadOptions } from './attend';
import type { AttentionConfig, SingleConfig } from './config';
import { dense } from './dense';
import { fixed } from './fixed';
import { choosingGroups, headGroups } from './groups';
import { local } from './local';
import { type Choose, mosaHeads } from './mosa';
import { routing } from './routing';
import { groupWeights } from './weights';

/** What MoSA heads tell beside y. */
export type ChoiceName = 'logits' | 'indices' | 'valid' | 'evictedAt' | 'dropped';

export interface LayerResult<T> {
  /** float32 [B, T, h]: the sum over all heads. */
  readonly y: T;
  /** Router logits [E, B, T] and selected positions [E, B, k] of the MoSA heads, if the layer has one group of them. */
  readonly logits?: T;
  readonly indices?: T;
  /** Of causal heads, too: see `MosaResult`. */
  readonly valid?: T;
  readonly evictedAt?: T;
  readonly dropped?: T;
  /** The same of each group, where a sum has several: `parts.0.logits`. */
  readonly [name: `${string}.${ChoiceName}`]: T;
}

/** A layer whose weights were checked. @param choose as for `mosaHeads` */
export function layerOf<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  options: HeadOptions<T>,
  choose: Choose<T>,
): LayerResult<T> {
  const choosing = new Map(choosingGroups(config).map(({ prefix, outputs }) => [prefix, outputs]));
  const chosen: Record<string, T> = {};
  const results = headGroups(config).map(({ prefix, config: group }) => {
    const { y, ...others } = ops.scope(group.kind, () => single(ops, x, weights, prefix, group, options, choose));
    for (const [name, value] of Object.entries(others)) chosen[`${choosing.get(prefix)}${name}`] = value;
    return y; // [B, T, h]
  });
  return { ...chosen, y: results.reduce((a, b) => ops.add(a, b)) };
}

type GroupResult<T> = { readonly y: T } & { readonly [K in ChoiceName]?: T };

function single<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  prefix: string,
  config: SingleConfig,
  options: HeadOptions<T>,
  choose: Choose<T>,
): GroupResult<T> {
  const own = <W>(): W => groupWeights(weights, prefix, config) as W;
  switch (config.kind) {
    case 'mosa':
      return mosaHeads(ops, x, own(), config, options.mask, choose, options.attend);
    case 'dense':
      return { y: dense(ops, x, own(), config, options) };
    case 'local':
      return { y: local(ops, x, own(), config, options) };
    case 'fixed':
      return { y: fixed(ops, x, own(), config, options) };
    case 'routing':
      return { y: routing(ops, x, own(), config, options) };
  }
}
