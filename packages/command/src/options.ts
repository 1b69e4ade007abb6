import { parseArgs } from 'node:util';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { splitList } from './list';

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

/** The command line, understood. */
export class Options {
  readonly words: readonly string[];
  protected readonly values: OptionValues;

  constructor({ values, words }: { readonly values: OptionValues; readonly words: readonly string[] }) {
    this.values = values;
    this.words = words;
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
    return ((this.values[name] ?? []) as string[]).flatMap((one) => splitList(one));
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

/**
 * Understands a command line. `--help` and `-h` are options of every command.
 * @throws MosaError `usage` for an option that is unknown, has no value or an empty one, or is given twice
 */
export function readCommandLine(
  commandLine: readonly string[],
  specs: OptionSpecs,
): { readonly values: OptionValues; readonly words: readonly string[] } {
  const options = Object.entries(specs).map(([name, { value, multiple = false, short }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, ...(value !== undefined && { multiple }), ...(short && { short }) }] as const;
  });
  const { values, positionals, tokens } = parse({
    args: [...commandLine],
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries([...options, ['help', { type: 'boolean' as const, short: 'h' }]]),
  });
  const before = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue;
    const { name, value } = token;
    const { multiple, mayBeEmpty } = specs[name]!;
    if (value === '' && !mayBeEmpty) throw new MosaError('usage', `--${name}`, 'a value', 'an empty one');
    const first = before.get(name);
    if (first !== undefined && !multiple)
      throw new MosaError('usage', `--${name}`, 'one value', `${show(first)} and ${show(value)}`);
    before.set(name, value);
  }
  return { values: values as OptionValues, words: positionals };
}

/** Whether an option such as `--help` is among these words, before anything else of them is looked at. */
export function wants(commandLine: readonly string[], ...names: readonly string[]): boolean {
  const end = commandLine.indexOf('--');
  const words = end < 0 ? commandLine : commandLine.slice(0, end);
  return words.some((word) => names.includes(word));
}

type Config = Parameters<typeof parseArgs>[0] & { readonly tokens: true };

function parse<C extends Config>(config: C): ReturnType<typeof parseArgs<C>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [cause] = (error as Error).message.split('. To specify'); // its advice on '--' leads nowhere here
    throw new MosaError('usage', 'command line', 'the options that --help lists', cause!, { cause: error });
  }
}

function numberOf(name: string, text: string, { least = 0, most, whole = false }: NumberRange): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isInRange = value >= least && (most === undefined || value <= most);
  if (Number.isFinite(value) && isInRange && (!whole || Number.isSafeInteger(value))) return value;
  const range = `from ${least}${most === undefined ? '' : ` to ${most}`}`;
  throw new MosaError('usage', `--${name}`, `${whole ? 'whole numbers' : 'numbers'} ${range}`, show(text));
}
