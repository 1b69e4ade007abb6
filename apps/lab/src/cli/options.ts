import { parseArgs } from 'node:util';
import { MosaError, show } from '@mosa-js/core';
import { checkSettings, fieldNames, fields, flagOf } from '../settings/fields';
import type { Settings } from '../settings/settings';

/** An option of a command. */
export interface OptionSpec {
  /** What stands for its value in the help; none for a switch. */
  readonly value?: string;
  readonly help: string;
  /** May be given again, or as a list with commas. */
  readonly multiple?: boolean;
  readonly short?: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The command line, understood. */
export class Options {
  readonly words: readonly string[];
  readonly #values: Readonly<Record<string, string | boolean | string[] | undefined>>;

  constructor(values: Record<string, string | boolean | string[] | undefined>, words: readonly string[]) {
    this.#values = values;
    this.words = words;
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  /** @throws MosaError `usage` for an empty one */
  text(name: string): string | undefined {
    const value = this.#values[name];
    if (value === '') throw new MosaError('usage', `--${name}`, 'a value', 'an empty one');
    return value as string | undefined;
  }

  list(name: string): string[] {
    const values = (this.#values[name] ?? []) as string[];
    return values.flatMap((one) => one.split(',').map((part) => part.trim())).filter((part) => part !== '');
  }

  /** @throws MosaError `usage` */
  number(name: string, { least = 0, whole = false } = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    return numberOf(name, text, least, whole);
  }

  /** @throws MosaError `usage` */
  numbers(name: string, { least = 0, whole = false } = {}): number[] {
    return this.list(name).map((text) => numberOf(name, text, least, whole));
  }

  /** @throws MosaError `usage` */
  choice<C extends string>(name: string, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    if (text === undefined || choices.includes(text as C)) return text as C | undefined;
    throw new MosaError('usage', `--${name}`, choices.join(', '), show(text));
  }

  /** The settings that were given as flags. @throws MosaError `usage` for one out of range */
  settings(): Partial<Settings> {
    const given = fieldNames.flatMap((name) => {
      const text = this.#values[flagOf(name)];
      if (text === undefined) return [];
      const { read, fits, expected } = fields[name];
      const value = read(text as string);
      if (!fits(value)) throw new MosaError('usage', `--${flagOf(name)}`, expected, show(text));
      return [[name, value] as const];
    });
    return Object.fromEntries(given);
  }
}

/**
 * @param specs of the command; `--help` is understood everywhere
 * @param withSettings whether every setting is a flag, too
 * @throws MosaError `usage`
 */
export function parseOptions(commandLine: readonly string[], specs: OptionSpecs, withSettings = true): Options {
  const settings = withSettings ? fieldNames.map((name) => [flagOf(name), { type: 'string' as const }] as const) : [];
  const own = Object.entries(specs).map(([name, { value, multiple = false, short }]) => {
    const type = value === undefined ? ('boolean' as const) : ('string' as const);
    return [name, { type, multiple, ...(short ? { short } : {}) }] as const;
  });
  try {
    const { values, positionals } = parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: Object.fromEntries([...settings, ...own, ['help', { type: 'boolean' as const, short: 'h' }]]),
    });
    return new Options(values as Record<string, string | boolean | string[] | undefined>, positionals);
  } catch (error) {
    const [cause] = (error as Error).message.split('. To specify'); // its advice on '--' leads nowhere here
    throw new MosaError('usage', 'command line', 'the options that --help lists', cause!, { cause: error });
  }
}

/** Settings put together; flags win. @throws MosaError `config` */
export function mergeSettings(base: Settings, changes: Partial<Settings>, where = 'settings'): Settings {
  return checkSettings({ ...base, ...changes }, where);
}

function numberOf(name: string, text: string, least: number, whole: boolean): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= least && (!whole || Number.isSafeInteger(value))) return value;
  throw new MosaError('usage', `--${name}`, `${whole ? 'whole numbers' : 'numbers'} from ${least}`, show(text));
}
