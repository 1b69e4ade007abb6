import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** An option of a command. */
export interface OptionSpec {
  /** What stands for its value in the help; none for a switch. */
  readonly value?: string;
  readonly help: string;
  /** May be given again, or as a list with commas. */
  readonly multiple?: boolean;
  readonly short?: string;
  /** An empty value means something. Default false. */
  readonly mayBeEmpty?: boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export type OptionValues = Readonly<Record<string, string | boolean | string[] | undefined>>;

export interface NumberRange {
  readonly least?: number;
  readonly most?: number;
  readonly whole?: boolean;
}

/** What was given, not yet understood. */
export interface Given {
  readonly values: OptionValues;
  /** Those that are no options. Default none. */
  readonly words?: readonly string[];
  /** Takes a list apart. Default at commas. */
  readonly split?: (text: string) => string[];
}

/** Options, understood. Needs nothing of Node, so that a page has them, too. */
export class Options {
  readonly words: readonly string[];
  protected readonly values: OptionValues;
  private readonly split: (text: string) => string[];

  constructor({ values, words = [], split = atCommas }: Given) {
    this.values = values;
    this.words = words;
    this.split = split;
  }

  /** Whether an option was given. */
  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  text(name: string): string | undefined {
    return this.values[name] as string | undefined;
  }

  /** May have empty parts, which no command takes for what it looks for. */
  list(name: string): string[] {
    return ((this.values[name] ?? []) as string[]).flatMap((one) => this.split(one));
  }

  /** Each value as it was given, commas and all. */
  texts(name: string): readonly string[] {
    return (this.values[name] ?? []) as string[];
  }

  /** @throws MosaError `usage` */
  number(name: string, range: NumberRange = {}): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : numberOf(name, text, range);
  }

  /** @throws MosaError `usage` */
  numbers(name: string, range: NumberRange = {}): number[] {
    return this.list(name).map((text) => numberOf(name, text, range));
  }

  /** @throws MosaError `usage` */
  choice<C extends string>(name: string, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    if (text === undefined || choices.includes(text as C)) return text as C | undefined;
    throw new MosaError('usage', `--${name}`, choices.join(', '), show(text));
  }
}

function numberOf(name: string, text: string, { least = 0, most, whole = false }: NumberRange): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isInRange = value >= least && (most === undefined || value <= most);
  if (Number.isFinite(value) && isInRange && (!whole || Number.isSafeInteger(value))) return value;
  const range = `from ${least}${most === undefined ? '' : ` to ${most}`}`;
  throw new MosaError('usage', `--${name}`, `${whole ? 'whole numbers' : 'numbers'} ${range}`, show(text));
}

const atCommas = (text: string): string[] => text.split(',').map((part) => part.trim());
