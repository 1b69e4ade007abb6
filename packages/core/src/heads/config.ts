import { checkFields } from '../check-fields';
import { tokensPerHead } from '../costs/model';
import { MosaError, show } from '../error';
import { checkLimits, type SlotLimit } from '../ops/causal-state';
import { headGroups } from './groups';
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
  /**
   * Who selects whom. Default 'expert-choice': each head takes the k best tokens of the whole sequence (paper, section 3.2),
   * whether or not they come later than a token that this changes. 'causal' does not look ahead, and can generate.
   */
  readonly selection?: 'expert-choice' | CausalSelection;
}

/**
 * Selection that does not look ahead: a token is processed if its logit is above the head's threshold, if it is among the C
 * best so far, and if its block has a slot left (`TensorOps.causalSelect`). It attends to those of the C best up to it. The
 * head's `k` or `sparsity` is then only the share of tokens that training aims at; the length of a sequence changes nothing.
 */
export interface CausalSelection {
  readonly rule: 'causal';
  /** C ≥ 1: tokens in a running set at most, and entries of a decoder's cache. Default: no limit. */
  readonly capacity?: number;
  /** At most `count` tokens are processed in each `block` of positions. Default: as many as there are. */
  readonly slots?: SlotLimit;
  /**
   * Who comes first of tokens whose logits are equal, as in a first layer, where they depend on the token alone: 'earlier' ones, of
   * which a threshold takes all or none; or positions add up to 2^-8 to logits, so that a threshold parts them: 'spread' in an order
   * that takes them evenly, 'later' in their own order, over and over for each 1,021 of them. Default 'earlier'.
   */
  readonly ties?: 'earlier' | 'spread' | 'later';
  /** What a head's result is scaled by: the 'score', sigmoid(logit), or its 'excess' over sigmoid(θ). Default 'score'. */
  readonly gate?: 'score' | 'excess';
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

/**
 * Several groups of heads in one layer, outputs summed (paper, section 3: 4 dense heads beside MoSA heads). The names of
 * their weights begin with `parts.0.`, `parts.1.` and so on, or with the names of the parts where they have some:
 * `parts: { mosa: …, local: … }` makes `mosa.router.weight`.
 */
export interface SumConfig {
  readonly kind: 'sum';
  readonly parts: readonly AttentionConfig[] | Readonly<Record<string, AttentionConfig>>;
}

export type SingleConfig = MosaConfig | DenseConfig | LocalConfig | FixedConfig | RoutingConfig;
export type AttentionConfig = SingleConfig | SumConfig;

/** What the value of a field must be, in words and as a test. */
type Check = readonly [expected: string, holds: (value: unknown) => boolean];
type Fields = Readonly<Record<string, Check>>;

/** The fields of every kind, in the order in which they are checked. */
const fieldsOf: Readonly<Record<AttentionConfig['kind'], Fields>> = /* @__PURE__ */ createFields();

function createFields(): Record<AttentionConfig['kind'], Fields> {
  const isNumber = (value: unknown, least: number, most: number) =>
    typeof value === 'number' && value >= least && value <= most;
  const whole: Check = ['a whole number from 1', (value) => Number.isSafeInteger(value) && (value as number) >= 1];
  const optional = ([expected, holds]: Check): Check => [expected, (value) => value === undefined || holds(value)];
  const any: Check = ['', () => true]; // what else there is to check depends on other fields
  const common: Fields = {
    kind: any,
    dModel: whole,
    dHead: whole,
    heads: whole,
    rotaryBase: ['a finite number above 0', (value) => isNumber(value ?? 10000, Number.MIN_VALUE, Number.MAX_VALUE)],
  };
  const rotary: Fields = {
    rotaryFraction: optional(['a number from 0 to 1', (value) => isNumber(value, 0, 1)]),
    rotaryWidth: any,
  };
  const ratio = optional(['a finite number from 1', (value) => isNumber(value, 1, Number.MAX_VALUE)]);
  return {
    mosa: {
      ...common,
      ...rotary,
      sparsity: ratio,
      k: optional(whole),
      includeFirst: ['true or false', (value) => typeof (value ?? false) === 'boolean'],
      selection: any,
    },
    dense: { ...common, ...rotary },
    local: { ...common, window: optional(whole), sparsity: ratio },
    fixed: { ...common, ...rotary, sparsity: whole },
    routing: { ...common, ...rotary, sparsity: whole },
    sum: { kind: any, parts: any },
  };
}

/** How deep sums stand within sums at most: one that holds itself has no end. */
const mostDepth = 8;

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
  check(config, where, 0);
}

function check(config: AttentionConfig, where: string, depth: number): void {
  if (typeof config !== 'object' || config === null) throw bad(where, 'an object with a kind', config);
  // A list of one text would be found, too, and then be no kind.
  const { kind } = config;
  const fields = typeof kind === 'string' && Object.hasOwn(fieldsOf, kind) ? fieldsOf[kind] : undefined;
  if (!fields) throw unknownKind(kind, `${where}.kind`);
  checkFields(config, Object.keys(fields), where);
  for (const [key, [expected, holds]] of Object.entries(fields)) {
    const value = config[key as keyof AttentionConfig] as unknown;
    if (!holds(value)) throw bad(`${where}.${key}`, expected, value);
  }
  if (config.kind === 'sum') checkSum(config, where, depth + 1);
  else if (config.kind === 'local') checkLocal(config, where);
  else checkRotary(config, where);
  if (config.kind === 'mosa') {
    checkOneOf(where, config, ['sparsity', 'k']);
    checkSelection(config.selection, `${where}.selection`);
  }
}

function checkSelection(selection: MosaConfig['selection'] | null, where: string): void {
  if (selection === undefined || selection === 'expert-choice') return;
  if (typeof selection !== 'object' || selection?.rule !== 'causal')
    throw bad(where, "'expert-choice' or { rule: 'causal' }", selection);
  checkFields(selection, ['rule', 'capacity', 'slots', 'ties', 'gate'], where);
  const oneOf = (name: 'ties' | 'gate', known: readonly unknown[]) => {
    if (!known.includes(selection[name])) throw bad(`${where}.${name}`, known.slice(1).join(' or '), selection[name]);
  };
  oneOf('ties', [undefined, 'earlier', 'spread', 'later']);
  oneOf('gate', [undefined, 'score', 'excess']);
  if (selection.slots !== undefined) checkFields(selection.slots, ['count', 'block'], `${where}.slots`);
  checkLimits(selection, where);
}

function checkLocal(config: LocalConfig, where: string): void {
  if (config.dHead % 2 !== 0)
    throw bad(`${where}.dHead`, 'an even width, since local heads rotate all of it', config.dHead);
  checkOneOf(where, config, ['window', 'sparsity']);
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
  const copy = Object.fromEntries(Object.keys(fieldsOf[config.kind]).map((key) => [key, fields[key]]));
  for (const [key, value] of Object.entries(copy)) if (value === undefined) delete copy[key];
  const { parts, selection } = copy as { readonly parts?: SumConfig['parts']; readonly selection?: CausalSelection };
  // A copy as deep as its fields.
  if (typeof selection === 'object') {
    const { slots, ...rest } = selection;
    copy.selection = slots ? { ...rest, slots: { ...slots } } : rest;
  }
  if (Array.isArray(parts)) copy.parts = parts.map(copyOf);
  else if (parts) copy.parts = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, copyOf(part)]));
  return copy as unknown as AttentionConfig;
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

function checkSum(config: SumConfig, where: string, depth: number): void {
  if (depth > mostDepth) throw new MosaError('config', where, `sums at most ${mostDepth} deep`, 'one more');
  const { parts } = config;
  const entries = typeof parts === 'object' && parts !== null ? Object.entries(parts) : [];
  if (entries.length === 0)
    throw bad(`${where}.parts`, 'a list of one or more groups of heads, or such groups by name', parts);
  let width: number | undefined;
  for (const [name, part] of entries) {
    const at = Array.isArray(parts) ? `${where}.parts[${name}]` : `${where}.parts.${name}`;
    // Names of numbers would be put in another order, and those with dots could be others' names.
    if (!Array.isArray(parts) && !/^[A-Za-z]\w*$/.test(name))
      throw bad(`${where}.parts`, 'names of letters and digits, a letter first', name);
    check(part, at, depth);
    const { dModel } = headGroups(part)[0]!.config;
    width ??= dModel;
    if (dModel !== width) throw bad(part.kind === 'sum' ? at : `${at}.dModel`, `${width}, as the first part`, dModel);
  }
}

function unknownKind(kind: unknown, where: string): MosaError {
  const actual = kind === 'hybrid' ? '"hybrid", which is { kind: "sum", parts: { mosa, other } } now' : show(kind);
  return new MosaError('config', where, Object.keys(fieldsOf).join(', '), actual);
}

function checkRotary(config: RotaryPart & { dHead: number }, where: string): void {
  const { rotaryFraction, rotaryWidth, dHead } = config;
  if (rotaryFraction !== undefined && rotaryWidth !== undefined) {
    throw new MosaError('config', where, 'rotaryFraction or rotaryWidth', 'both');
  }
  const width = rotaryWidthOf(config);
  if (!Number.isInteger(width) || width % 2 !== 0 || width < 0 || width > dHead) {
    throw bad(`${where}.rotaryWidth`, `an even whole number from 0 to dHead = ${dHead}`, width);
  }
}

function checkOneOf(where: string, config: object, keys: readonly string[]): void {
  const given = keys.filter((key) => (config as Record<string, unknown>)[key] !== undefined);
  if (given.length !== 1) {
    throw new MosaError('config', where, `one of ${keys.join(' and ')}`, given.length === 0 ? 'neither' : 'both');
  }
}

function bad(where: string, expected: string, actual: unknown): MosaError {
  return new MosaError('config', where, expected, show(actual));
}
