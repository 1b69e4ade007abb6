import {
  type AttentionConfig,
  type HostData,
  type HostTensor,
  initWeights,
  MosaError,
  type SumConfig,
} from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { randomNormal } from '@mosa-js/core/training';
import { attentionOf, type LanguageModelConfig } from './config';
import { bufferShapes, parameterShapes } from './parameters';
import { checkSeed, mixSeeds } from './random';

/** What a model starts with, by name, on the host. */
export interface ModelState {
  readonly parameters: Readonly<Record<string, HostTensor>>;
  /** Centres of routing heads and thresholds of causal ones; empty without such heads. */
  readonly buffers: Readonly<Record<string, HostTensor>>;
}

export interface InitOptions {
  /**
   * Standard deviation of the heads' projections, normal numbers; 0.02 in GPT-2. `out.weight` is scaled as ever, and routers and
   * centres stay as they are. Default: the authors' limits.
   */
  readonly headDeviation?: number;
}

const deviation = 0.02;

/**
 * Initial parameters, made on the host, the same bits for every backend. As in GPT-2: embedding, output and feed-forward
 * N(0, 0.02), gains 1, and all that adds to the residual stream scaled by 1/√(2·layers), so that the stream keeps its
 * width however deep the model is. Heads start as core's `initWeights` says (the authors' limits), their `out.weight`
 * scaled likewise.
 * @param seed whole number; the same seed gives the same parameters everywhere
 * @throws MosaError `config`
 */
export function initModel(config: LanguageModelConfig, seed: number, options: InitOptions = {}): ModelState {
  const shapes = parameterShapes(config);
  checkSeed(seed, 'initModel seed');
  checkFields(options, ['headDeviation'], 'initModel options');
  const { headDeviation } = options;
  if (headDeviation !== undefined && !(Number.isFinite(headDeviation) && headDeviation > 0))
    throw new MosaError('config', 'initModel headDeviation', 'a finite number above 0', show(headDeviation));
  const residual = 1 / Math.sqrt(2 * config.layers);
  const heads = initHeads(config, seed, residual, headDeviation);
  const parameters = Object.entries(shapes).map(([name, shape], index): [string, HostTensor] => {
    if (heads[name]) return [name, heads[name]];
    if (shape.length === 1) return [name, filled(shape[0]!, 1)];
    const width = name.endsWith('feedForward.out.weight') ? deviation * residual : deviation;
    return [name, randomNormal(shape, width, mixSeeds(seed, index))];
  });
  const buffers = Object.keys(bufferShapes(config)).map((name): [string, HostTensor] => [name, heads[name]!]);
  return { parameters: Object.fromEntries(parameters), buffers: Object.fromEntries(buffers) };
}

function initHeads(
  config: LanguageModelConfig,
  seed: number,
  residual: number,
  headDeviation: number | undefined,
): Record<string, HostTensor> {
  const heads: Record<string, HostTensor> = {};
  attentionOf(config).forEach((attention, layer) => {
    seededParts(attention).forEach(({ prefix, config: group }, part) => {
      for (const [index, [name, given]] of Object.entries(initWeights(group, mixSeeds(seed, layer, part))).entries()) {
        const isDrawn = headDeviation !== undefined && isProjection(name);
        const own = () => randomNormal(given.shape, headDeviation!, mixSeeds(seed, layer, part, index));
        const weight = isDrawn ? own() : given;
        if (name.endsWith('out.weight')) scale(weight.data, residual);
        heads[`layers.${layer}.attention.${prefix}${name}`] = weight;
      }
    });
  });
  return heads;
}

/** Of queries, keys, values, or back to the residual stream. */
function isProjection(name: string): boolean {
  return ['qkv', 'qk', 'value', 'out'].some((projection) => `.${name}`.endsWith(`.${projection}.weight`));
}

/** What gets a seed of its own: each part of a list, and anything else as a whole, on which published runs stand. */
function seededParts(attention: AttentionConfig): readonly { prefix: string; config: AttentionConfig }[] {
  if (attention.kind !== 'sum' || !isList(attention.parts)) return [{ prefix: '', config: attention }];
  return attention.parts.map((config, index) => ({ prefix: `parts.${index}.`, config }));
}

function isList(parts: SumConfig['parts']): parts is readonly AttentionConfig[] {
  return Array.isArray(parts);
}

function scale(data: HostData, by: number): void {
  for (let i = 0; i < data.length; i++) data[i]! *= by;
}

function filled(size: number, value: number): HostTensor {
  return { shape: [size], dtype: 'float32', data: new Float32Array(size).fill(value) };
}
