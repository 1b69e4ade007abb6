import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import { checkLimits } from '../ops/causal-state';
import type { AttentionConfig, CausalSelection, LocalConfig, MosaConfig, RotaryPart, SumConfig } from './config';
import { headGroups } from './groups';
import { rotaryWidthOf } from './rotary';

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
