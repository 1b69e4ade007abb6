import { type AttentionConfig, checkConfig, headGroups, MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';

/** A decoder-only language model: token embedding, pre-LN layers of attention and feed-forward, norm, output. */
export interface LanguageModelConfig {
  /** V: token ids are 0 … V − 1. */
  readonly vocabularySize: number;
  /** h: width of the residual stream. */
  readonly dModel: number;
  readonly layers: number;
  /** Heads of every layer; a list gives each layer its own. */
  readonly attention: AttentionConfig | readonly AttentionConfig[];
  /** Width of the feed-forward block in multiples of h. Default 4. */
  readonly feedForward?: number;
  /** Share of elements set to 0 in training, after the embedding and after each block, 0 to below 1. Default 0. */
  readonly dropout?: number;
  /** Share of what queries make of keys that training sets to 0, in heads of all kinds, 0 to below 1. Default 0. */
  readonly attentionDropout?: number;
  /** The output layer has the weights of the embedding, as in GPT-2. Default false. */
  readonly tiedOutput?: boolean;
}

/** Far more than any model has: whatever lists layers one by one ends. */
const mostLayers = 2 ** 16;

const known = [
  'vocabularySize',
  'dModel',
  'layers',
  'attention',
  'feedForward',
  'dropout',
  'attentionDropout',
  'tiedOutput',
];

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
  const { feedForward = 4, dModel, layers, attention } = config;
  if (layers > mostLayers) throw bad(`${where}.layers`, `at most ${mostLayers} layers`, layers);
  if (!(typeof feedForward === 'number' && feedForward > 0 && isCount(feedForward * dModel))) {
    throw bad(`${where}.feedForward`, `a multiple of dModel = ${dModel} that makes a whole number from 1`, feedForward);
  }
  for (const key of ['dropout', 'attentionDropout'] as const) {
    const { [key]: share = 0 } = config;
    if (!(typeof share === 'number' && share >= 0 && share < 1))
      throw bad(`${where}.${key}`, 'a number from 0 to below 1', share);
  }
  const { tiedOutput = false } = config;
  if (typeof tiedOutput !== 'boolean') throw bad(`${where}.tiedOutput`, 'true or false', tiedOutput);
  if (isList(attention) && attention.length !== layers) {
    throw bad(`${where}.attention`, `one entry for each of ${layers} layers`, attention.length);
  }
  if (!isList(attention)) checkAttention(attention, dModel, `${where}.attention`);
  else for (const [index, layer] of attention.entries()) checkAttention(layer, dModel, `${where}.attention[${index}]`);
}

/** The heads of each layer, first to last. */
export function attentionOf({ attention, layers }: LanguageModelConfig): readonly AttentionConfig[] {
  return isList(attention) ? attention : Array.from({ length: layers }, () => attention);
}

/** The scopes of the forward pass that are a layer each, for `recompute`. */
export function layerScopes({ layers }: Pick<LanguageModelConfig, 'layers'>): string[] {
  return Array.from({ length: layers }, (_, layer) => `layers.${layer}`);
}

function checkAttention(attention: AttentionConfig, dModel: number, where: string): void {
  checkConfig(attention, where);
  const { prefix, config } = headGroups(attention)[0]!; // checkConfig holds the others to the same width
  if (config.dModel !== dModel)
    throw bad(prefix === '' ? `${where}.dModel` : where, `dModel ${dModel}, as that of the model`, config.dModel);
}

function isList(attention: LanguageModelConfig['attention']): attention is readonly AttentionConfig[] {
  return Array.isArray(attention);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function bad(where: string, expected: string, actual: unknown): MosaError {
  return new MosaError('config', where, expected, show(actual));
}
