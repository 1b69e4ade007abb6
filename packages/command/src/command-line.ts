import { parseArgs } from 'node:util';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { splitList } from './list';
import type { Given, OptionSpecs, OptionValues } from './options';

/**
 * Understands a command line. `--help` and `-h` are options of every command.
 * @throws MosaError `usage` for an option that is unknown, has no value or an empty one, or is given twice
 */
export function readCommandLine(commandLine: readonly string[], specs: OptionSpecs): Required<Given> {
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
  return { values: values as OptionValues, words: positionals, split: splitList };
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
