import { type AttentionConfig, checkConfig, MosaError, type Shape, weightShapes } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';

/** A model as an exchange sees it: layers of attention, and tensors whose names are the same on both sides. */
export interface ModelParts {
  /** Heads by where the names of their weights begin: `layers.0.attention.` */
  readonly attention: Readonly<Record<string, AttentionConfig>>;
  /** All other tensors. */
  readonly others: Readonly<Record<string, Shape>>;
  /** Tensors that PyTorch may store though they are another one: `{ 'output.weight': 'embedding.weight' }`. */
  readonly tied?: Readonly<Record<string, string>>;
}

/** What is exchanged: the heads of one layer, or a model. */
export type Exchanged = AttentionConfig | ModelParts;

/** @throws MosaError `config` */
export function partsOf(config: Exchanged, where: string): ModelParts {
  if (typeof config !== 'object' || config === null)
    throw new MosaError('config', `${where} config`, 'heads, or the parts of a model', show(config));
  if (!('attention' in config)) {
    checkConfig(config as AttentionConfig, `${where} config`);
    return { attention: { '': config as AttentionConfig }, others: {} };
  }
  checkFields(config, ['attention', 'others', 'tied'], `${where} config`);
  for (const [path, heads] of Object.entries(config.attention)) checkConfig(heads, `${where} config.attention ${path}`);
  return config;
}

/** Names and shapes of all tensors as mosa-js names them. */
export function ownShapes({ attention, others }: ModelParts): Record<string, Shape> {
  const heads = Object.entries(attention).flatMap(([path, config]) =>
    Object.entries(weightShapes(config)).map(([name, shape]) => [`${path}${name}`, shape] as const),
  );
  return { ...others, ...Object.fromEntries(heads) };
}
