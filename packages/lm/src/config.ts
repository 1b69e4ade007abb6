import { type AttentionConfig, checkConfig, checkFields, MosaError, type SingleConfig, show } from '@mosa-js/core';

/** Several groups of heads in one layer, of any kinds, outputs summed: dense beside local, or MoSA heads of different k. */
export interface SumConfig {
  readonly kind: 'sum';
  readonly parts: readonly AttentionConfig[];
}

/** The heads of one layer. */
export type LayerAttention = AttentionConfig | SumConfig;

/** A decoder-only language model: token embedding, pre-LN layers of attention and feed-forward, norm, untied output. */
export interface LanguageModelConfig {
  /** V: token ids are 0 … V − 1. */
  readonly vocabularySize: number;
  /** h: width of the residual stream. */
  readonly dModel: number;
  readonly layers: number;
  /** Heads of every layer; a list gives each layer its own. */
  readonly attention: LayerAttention | readonly LayerAttention[];
  /** Width of the feed-forward block in multiples of h. Default 4. */
  readonly feedForward?: number;
  /** Share of elements set to 0 in training, after the embedding and after each block, 0 to below 1. Default 0. */
  readonly dropout?: number;
}

/** Far more than any model has: whatever lists layers one by one ends. */
const mostLayers = 2 ** 16;

const known = ['vocabularySize', 'dModel', 'layers', 'attention', 'feedForward', 'dropout'];

/**
 * Throws unless every field is known, present and in range.
 * @throws MosaError `config`, naming the field
 */
export function checkLanguageModelConfig(config: LanguageModelConfig, where = 'config'): void {
  if (typeof config !== 'object' || config === null) throw bad(where, 'an object', config);
  checkFields(config, known, where);
  for (const key of ['vocabularySize', 'dModel', 'layers'] as const) {
    if (!isCount(config[key])) throw bad(`${where}.${key}`, 'a whole number from 1', config[key]);
  }
  const { feedForward = 4, dropout = 0, dModel, layers, attention } = config;
  if (layers > mostLayers) throw bad(`${where}.layers`, `at most ${mostLayers} layers`, layers);
  if (!(typeof feedForward === 'number' && feedForward > 0 && isCount(feedForward * dModel))) {
    throw bad(`${where}.feedForward`, `a multiple of dModel = ${dModel} that makes a whole number from 1`, feedForward);
  }
  if (!(typeof dropout === 'number' && dropout >= 0 && dropout < 1))
    throw bad(`${where}.dropout`, 'a number from 0 to below 1', dropout);
  if (isList(attention) && attention.length !== layers) {
    throw bad(`${where}.attention`, `one entry for each of ${layers} layers`, attention.length);
  }
  if (!isList(attention)) checkAttention(attention, dModel, `${where}.attention`);
  else for (const [index, layer] of attention.entries()) checkAttention(layer, dModel, `${where}.attention[${index}]`);
}

/** The heads of each layer, first to last. */
export function attentionOf({ attention, layers }: LanguageModelConfig): readonly LayerAttention[] {
  return isList(attention) ? attention : Array.from({ length: layers }, () => attention);
}

/** The scopes of the forward pass that are a layer each, for `recompute`. */
export function layerScopes({ layers }: Pick<LanguageModelConfig, 'layers'>): string[] {
  return Array.from({ length: layers }, (_, layer) => `layers.${layer}`);
}

/** The groups of heads of a layer, each with the prefix of its parameters' names. */
export function groupsOf(attention: LayerAttention): readonly { prefix: string; config: AttentionConfig }[] {
  if (attention.kind !== 'sum') return [{ prefix: '', config: attention }];
  return attention.parts.map((config, index) => ({ prefix: `parts.${index}.`, config }));
}

function checkAttention(attention: LayerAttention, dModel: number, where: string): void {
  if (attention?.kind === 'sum') {
    const { parts } = attention;
    if (!Array.isArray(parts) || parts.length === 0) throw bad(`${where}.parts`, 'one or more groups of heads', parts);
    for (const [index, part] of parts.entries()) checkGroup(part, dModel, `${where}.parts[${index}]`);
    checkFields(attention, ['kind', 'parts'], where);
  } else {
    checkGroup(attention, dModel, where);
  }
}

function checkGroup(config: AttentionConfig, dModel: number, where: string): void {
  checkConfig(config, where);
  const width = (single: SingleConfig, at: string) => {
    if (single.dModel !== dModel) throw bad(`${at}.dModel`, `${dModel}, the dModel of the model`, single.dModel);
  };
  if (config.kind !== 'hybrid') width(config, where);
  else width(config.mosa, `${where}.mosa`); // checkConfig holds the other to the same width
}

function isList(attention: LanguageModelConfig['attention']): attention is readonly LayerAttention[] {
  return Array.isArray(attention);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function bad(where: string, expected: string, actual: unknown): MosaError {
  return new MosaError('config', where, expected, show(actual));
}
