import { MosaError } from '../error';
import type { TensorOps } from '../ops/interface';
import type { AttentionConfig, SingleConfig } from './config';
import { dense } from './dense';
import { fixed } from './fixed';
import { choosingGroups, headGroups } from './groups';
import { local } from './local';
import { type Choose, givenTokens, type MosaOptions, mosaHeads } from './mosa';
import { routing } from './routing';
import { checkWeights, groupLayout } from './weights';

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
  const { length } = choosingGroups(config);
  if (indices !== undefined && length > 1)
    throw new MosaError('config', 'indices', 'one group of MoSA heads, which they are for', String(length));
  return layerOf(ops, x, weights, config, mask, indices === undefined ? undefined : givenTokens(ops, indices));
}

/** A layer whose weights were checked. @param choose as for `mosaHeads` */
export function layerOf<T>(
  ops: TensorOps<T>,
  x: T,
  weights: Readonly<Record<string, T>>,
  config: AttentionConfig,
  mask?: T,
  choose?: Choose<T>,
): LayerResult<T> {
  const choosing = new Map(choosingGroups(config).map(({ prefix, outputs }) => [prefix, outputs]));
  const chosen: Record<string, T> = {};
  const results = headGroups(config).map(({ prefix, config: group }) => {
    const { y, ...others } = ops.scope(group.kind, () => single(ops, x, weights, prefix, group, mask, choose));
    for (const [name, value] of Object.entries(others)) chosen[`${choosing.get(prefix)}${name}`] = value;
    return y; // [B, T, h]
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
  mask: T | undefined,
  choose: Choose<T> | undefined,
): GroupResult<T> {
  // Each kind's layout lists its weights by the names that its function knows them by: `router.weight` is `router`.
  const own = <W>(): W =>
    Object.fromEntries(
      Object.keys(groupLayout(config)).map((name) => [name.replace('.weight', ''), weights[`${prefix}${name}`]]),
    ) as W;
  switch (config.kind) {
    case 'mosa':
      return mosaHeads(ops, x, own(), config, mask, choose);
    case 'dense':
      return { y: dense(ops, x, own(), config, { mask }) };
    case 'local':
      return { y: local(ops, x, own(), config, { mask }) };
    case 'fixed':
      return { y: fixed(ops, x, own(), config, { mask }) };
    case 'routing':
      return { y: routing(ops, x, own(), config, { mask }) };
  }
}
