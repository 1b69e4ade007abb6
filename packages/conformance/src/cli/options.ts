import { parseArgs } from 'node:util';
import { MosaError, show } from '@mosa-js/core';
import { type GpuChoice, gpuChoices } from '../software-gpu/plan';

/** The command line, understood. */
export interface CommandOptions {
  readonly backends: readonly string[];
  /** Backends that need not be able to run. */
  readonly optional: readonly string[];
  /** Backends to break on purpose as well. */
  readonly mutants: readonly string[];
  readonly golden?: string;
  readonly filter?: string;
  /** A path, or '-' for standard output. */
  readonly json?: string;
  readonly html?: string;
  readonly junit?: string;
  readonly timeLimit: number;
  readonly gpu: GpuChoice;
  readonly list: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** @throws MosaError `usage` */
export function parseOptions(commandLine: readonly string[]): CommandOptions {
  const { values, positionals } = parse(commandLine);
  if (positionals.length > 1 || (positionals.length === 1 && positionals[0] !== 'run')) {
    throw new MosaError('usage', 'command', "'run' or nothing, then options (see --help)", positionals.join(' '));
  }
  for (const name of ['golden', 'json', 'html', 'junit'] as const) {
    if (values[name] === '') throw new MosaError('usage', `--${name}`, 'a path', 'an empty one');
  }
  return {
    backends: listed(values.backend),
    optional: listed(values.optional),
    mutants: listed(values.mutants),
    golden: values.golden,
    filter: values.filter,
    json: values.json,
    html: values.html,
    junit: values.junit,
    timeLimit: seconds(values['time-limit']),
    gpu: gpuChoice(values.gpu),
    list: values.list ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

function parse(commandLine: readonly string[]) {
  try {
    return parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: {
        backend: { type: 'string', multiple: true, short: 'b' },
        optional: { type: 'string', multiple: true },
        mutants: { type: 'string', multiple: true },
        golden: { type: 'string' },
        filter: { type: 'string' },
        json: { type: 'string' },
        html: { type: 'string' },
        junit: { type: 'string' },
        'time-limit': { type: 'string' },
        gpu: { type: 'string' },
        list: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    const [cause] = (error as Error).message.split('. To specify'); // its advice on '--' leads nowhere here
    throw new MosaError('usage', 'command line', 'the options that --help lists', cause!, { cause: error });
  }
}

/** A timer takes no longer delay than this. */
const mostSeconds = 2_147_483;

function seconds(text = '300'): number {
  const value = Number(text);
  if (!(value > 0 && value <= mostSeconds) || text.trim() === '') {
    throw new MosaError('usage', '--time-limit', `seconds, more than 0 and at most ${mostSeconds}`, show(text));
  }
  return value;
}

function listed(values: readonly string[] = []): string[] {
  return values.flatMap((names) => names.split(',').map((name) => name.trim()));
}

function gpuChoice(text = 'auto'): GpuChoice {
  const choice = gpuChoices.find((known) => known === text);
  if (choice === undefined) throw new MosaError('usage', '--gpu', gpuChoices.join(', '), show(text));
  return choice;
}
