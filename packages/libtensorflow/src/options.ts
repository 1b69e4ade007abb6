import { type OptionSpecs, Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { type Settings, settingsOf } from './settings';
import type { Flavor } from './wheels';

/** The command line, understood. */
export interface CommandOptions extends Settings {
  readonly json: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

/** Help is written by hand. */
export const optionSpecs = {
  flavor: { value: 'FLAVOR', help: '' },
  wheel: { value: 'FILE', help: '' },
  sha256: { value: 'HEX', help: '' },
  cache: { value: 'DIR', help: '' },
  check: { help: '' },
  remove: { help: '' },
  force: { help: '' },
  json: { help: '' },
  version: { help: '' },
} satisfies OptionSpecs;

/** @throws MosaError `usage` */
export function parseOptions(commandLine: readonly string[], cwd = process.cwd()): CommandOptions {
  const given = new Options(readCommandLine(commandLine, optionSpecs));
  const [check, remove] = [given.has('check'), given.has('remove')];
  if (check && remove) throw new MosaError('usage', 'command', '--check or --remove', 'both');
  const settings = {
    task: check ? 'check' : remove ? 'remove' : 'provision',
    flavor: given.text('flavor') as Flavor | undefined, // looked at with all others
    wheel: given.text('wheel'),
    sha256: given.text('sha256'),
    cache: given.text('cache'),
    packages: given.words,
    force: given.has('force'),
  } as const;
  return {
    ...settingsOf(settings, cwd, (name) => (name === 'packages' ? 'FOLDER' : `--${name}`)),
    json: given.has('json'),
    help: given.has('help'),
    version: given.has('version'),
  };
}
