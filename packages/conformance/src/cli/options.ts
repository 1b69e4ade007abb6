import { type OptionSpecs, Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type GpuChoice, gpuChoices } from '@mosa-js/software-gpu';

const path = { value: 'FILE', help: '' };

/** Where reports go, of every command that writes them. Help is written by hand. */
export const destinations = { json: path, html: path, junit: path } satisfies OptionSpecs;

export const runOptions = {
  ...destinations,
  backend: { value: 'NAME', help: '', multiple: true, short: 'b' },
  optional: { value: 'NAME', help: '', multiple: true },
  mutants: { value: 'NAME', help: '', multiple: true },
  golden: path,
  sources: { value: 'TEXT', help: '' },
  filter: { value: 'PREFIX', help: '', mayBeEmpty: true },
  'time-limit': { value: 'SECONDS', help: '' },
  gpu: { value: 'CHOICE', help: '' },
  list: { help: '' },
  version: { help: '' },
} satisfies OptionSpecs;

/** The command line, understood. */
export interface CommandOptions {
  readonly backends: readonly string[];
  /** Backends that need not be able to run. */
  readonly optional: readonly string[];
  /** Backends to break on purpose as well. */
  readonly mutants: readonly string[];
  readonly golden?: string;
  /** What is tested, to be recorded. */
  readonly sources?: string;
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
  const given = new Options(readCommandLine(commandLine, runOptions));
  if (given.words.length > 1 || (given.words.length === 1 && given.words[0] !== 'run')) {
    const expected = "'run', 'merge', 'compare', 'matrix', 'help' or nothing, then options (see --help)";
    throw new MosaError('usage', 'command', expected, given.words.join(' '));
  }
  return {
    backends: given.list('backend'),
    optional: given.list('optional'),
    mutants: given.list('mutants'),
    golden: given.text('golden'),
    sources: given.text('sources'),
    filter: given.text('filter'),
    json: given.text('json'),
    html: given.text('html'),
    junit: given.text('junit'),
    timeLimit: seconds(given.text('time-limit')),
    gpu: given.choice('gpu', gpuChoices) ?? 'auto',
    list: given.has('list'),
    help: given.has('help'),
    version: given.has('version'),
  };
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
