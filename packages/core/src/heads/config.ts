import { checkFields } from '../check-fields';
import { tokensPerHead } from '../costs/model';
import { MosaError, show } from '../error';
import { rotaryWidthOf } from './rotary';

/** What every head kind has. Widths are in elements, counts in heads. */
export interface HeadsConfig {
  /** h: width of the tokens that come in and go out. */
  readonly dModel: number;
  /** h': width of a head. */
  readonly dHead: number;
  /** E: heads whose outputs are summed. */
  readonly heads: number;
  /** Base of the rotary frequencies. Default 10000. */
  readonly rotaryBase?: number;
}

export interface RotaryPart {
  /** Share of the head's width that is rotated, 0 to 1; the width is rounded down to even. Default 0.5. */
  readonly rotaryFraction?: number;
  /** Rotated width itself, even, instead of a fraction. */
  readonly rotaryWidth?: number;
}

/** Mixture of Sparse Attention (paper, section 3): each head's router selects k tokens, which attend to each other. */
export interface MosaConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'mosa';
  /** ρ ≥ 1: every head selects k = min(max(⌊T/ρ⌋, 2), T) tokens. Give this or k. */
  readonly sparsity?: number;
  /** Tokens that every head selects (all T where T < k). */
  readonly k?: number;
  /** Position 0 is always selected, plus the k − 1 best others. Default false. */
  readonly includeFirst?: boolean;
}

/** Causal softmax attention over all tokens. */
export interface DenseConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'dense';
}

/** Blockwise causal attention: a token sees its own block up to itself and the whole block before. Rotates the full width. */
export interface LocalConfig extends HeadsConfig {
  readonly kind: 'local';
  /** w: tokens a block. Give this or sparsity. */
  readonly window?: number;
  /** ρ ≥ 1: w = max(⌊T/ρ⌋, 1). */
  readonly sparsity?: number;
}

/** Dense attention among the tokens 0, ρ, 2ρ, … only; the others get nothing. */
export interface FixedConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'fixed';
  /** ρ ≥ 1, a whole number: distance of the tokens. */
  readonly sparsity: number;
}

/** Routing attention: ρ clusters a head, each attending among its k tokens nearest to its centre (k as for MoSA). */
export interface RoutingConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'routing';
  /** ρ ≥ 1, a whole number: clusters a head. */
  readonly sparsity: number;
}

/** MoSA heads plus other heads, outputs summed (paper, section 3: 4 dense heads beside MoSA). */
export interface HybridConfig {
  readonly kind: 'hybrid';
  readonly mosa: MosaConfig;
  readonly other: DenseConfig | LocalConfig | FixedConfig | RoutingConfig;
}

export type SingleConfig = MosaConfig | DenseConfig | LocalConfig | FixedConfig | RoutingConfig;
export type AttentionConfig = SingleConfig | HybridConfig;

const common = ['kind', 'dModel', 'dHead', 'heads', 'rotaryBase'];
const rotary = ['rotaryFraction', 'rotaryWidth'];
const keysOf: Record<AttentionConfig['kind'], readonly string[]> = {
  mosa: [...common, ...rotary, 'sparsity', 'k', 'includeFirst'],
  dense: [...common, ...rotary],
  local: [...common, 'window', 'sparsity'],
  fixed: [...common, ...rotary, 'sparsity'],
  routing: [...common, ...rotary, 'sparsity'],
  hybrid: ['kind', 'mosa', 'other'],
};

/**
 * A configuration of attention heads as it is, checked where it is written; TypeScript keeps its kind.
 * @throws MosaError `config`
 * @example
 * ```js
 * import { attentionConfig, weightShapes } from '@mosa-js/core';
 *
 * const config = attentionConfig({ kind: 'mosa', dModel: 64, dHead: 16, heads: 8, sparsity: 8 });
 * console.log(weightShapes(config)); // what the weights of such a layer are called, and their shapes
 * ```
 */
export function attentionConfig<C extends AttentionConfig>(config: C): C {
  checkConfig(config);
  return config;
}

/**
 * Throws unless every field is known, present and in range.
 * @throws MosaError `config`, naming the field
 */
export function checkConfig(config: AttentionConfig, where = 'config'): void {
  if (typeof config !== 'object' || config === null) throw bad(where, 'an object with a kind', config);
  // A list of one text would be found, too, and then be no kind.
  const known = typeof config.kind === 'string' && Object.hasOwn(keysOf, config.kind) ? keysOf[config.kind] : undefined;
  if (!known) throw bad(`${where}.kind`, Object.keys(keysOf).join(', '), config.kind);
  checkFields(config, known, where);
  if (config.kind === 'hybrid') {
    checkHybrid(config, where);
    return;
  }
  whole(where, 'dModel', config.dModel, 1);
  whole(where, 'dHead', config.dHead, 1);
  whole(where, 'heads', config.heads, 1);
  const base = config.rotaryBase ?? 10000;
  if (!(Number.isFinite(base) && base > 0)) throw bad(`${where}.rotaryBase`, 'a finite number above 0', base);
  if (config.kind === 'local') {
    if (config.dHead % 2 !== 0) {
      throw bad(`${where}.dHead`, 'an even width, since local heads rotate all of it', config.dHead);
    }
    oneOf(where, config, ['window', 'sparsity']);
    if (config.window !== undefined) whole(where, 'window', config.window, 1);
  } else {
    checkRotary(config, where);
  }
  if (config.kind === 'mosa') {
    oneOf(where, config, ['sparsity', 'k']);
    if (config.k !== undefined) whole(where, 'k', config.k, 1);
    if (typeof (config.includeFirst ?? false) !== 'boolean')
      throw bad(`${where}.includeFirst`, 'true or false', config.includeFirst);
  }
  if (config.kind === 'fixed' || config.kind === 'routing') whole(where, 'sparsity', config.sparsity, 1);
  if (
    'sparsity' in config &&
    config.sparsity !== undefined &&
    !(Number.isFinite(config.sparsity) && config.sparsity >= 1)
  ) {
    throw bad(`${where}.sparsity`, 'a finite number from 1', config.sparsity);
  }
}

/**
 * A configuration as it is now: what its owner changes later does not reach the copy.
 * @throws MosaError `config`
 */
export function ownConfig(config: AttentionConfig, where = 'config'): AttentionConfig {
  checkConfig(config, where);
  const copy = copyOf(config);
  checkConfig(copy, where); // a field may have been another when it was read again
  return copy;
}

function copyOf(config: AttentionConfig): AttentionConfig {
  const fields = config as unknown as Readonly<Record<string, unknown>>;
  // By their names, since some may be those of a prototype.
  const copy = Object.fromEntries(keysOf[config.kind].map((key) => [key, fields[key]]));
  for (const [key, value] of Object.entries(copy)) if (value === undefined) delete copy[key];
  if (config.kind !== 'hybrid') return copy as unknown as AttentionConfig;
  return {
    kind: 'hybrid',
    mosa: copyOf(config.mosa) as MosaConfig,
    other: copyOf(config.other) as HybridConfig['other'],
  };
}

/** k of a MoSA head or routing cluster at length T (authors' code; paper, section 3.2, states max(⌊T/ρ⌋, 2)). */
export function selectedCount(config: MosaConfig | RoutingConfig, seqLen: number): number {
  if (config.kind === 'mosa' && config.k !== undefined) return Math.min(config.k, seqLen);
  return tokensPerHead(seqLen, config.sparsity!);
}

/** w of a local head at length T. */
export function windowOf(config: LocalConfig, seqLen: number): number {
  return config.window ?? Math.max(Math.floor(seqLen / config.sparsity!), 1);
}

function checkHybrid(config: HybridConfig, where: string): void {
  const { mosa, other } = config;
  const others = ['dense', 'local', 'fixed', 'routing'];
  // The kinds first: a hybrid within a hybrid, or within itself, has no end.
  if (isObject(mosa) && mosa.kind !== 'mosa') throw bad(`${where}.mosa.kind`, '"mosa"', (mosa as SingleConfig).kind);
  if (isObject(other) && !others.includes(other.kind)) throw bad(`${where}.other.kind`, others.join(', '), other.kind);
  checkConfig(mosa, `${where}.mosa`);
  checkConfig(other, `${where}.other`);
  if (config.mosa.dModel !== config.other.dModel) {
    throw bad(`${where}.other.dModel`, `${config.mosa.dModel}, as mosa.dModel`, config.other.dModel);
  }
}

function checkRotary(config: RotaryPart & { dHead: number }, where: string): void {
  const { rotaryFraction, rotaryWidth, dHead } = config;
  if (rotaryFraction !== undefined && rotaryWidth !== undefined) {
    throw new MosaError('config', where, 'rotaryFraction or rotaryWidth', 'both');
  }
  if (rotaryFraction !== undefined && !isWithin(rotaryFraction, 0, 1)) {
    throw bad(`${where}.rotaryFraction`, 'a number from 0 to 1', rotaryFraction);
  }
  const width = rotaryWidthOf(config);
  if (!Number.isInteger(width) || width % 2 !== 0 || width < 0 || width > dHead) {
    throw bad(`${where}.rotaryWidth`, `an even whole number from 0 to dHead = ${dHead}`, width);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function oneOf(where: string, config: object, keys: readonly string[]): void {
  const given = keys.filter((key) => (config as Record<string, unknown>)[key] !== undefined);
  if (given.length !== 1) {
    throw new MosaError('config', where, `one of ${keys.join(' and ')}`, given.length === 0 ? 'neither' : 'both');
  }
}

function whole(where: string, key: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw bad(`${where}.${key}`, `a whole number from ${least}`, value);
  }
}

function bad(where: string, expected: string, actual: unknown): MosaError {
  return new MosaError('config', where, expected, show(actual));
}
