import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type OptionSpecs, Options, readCommandLine } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type Flavor, flavors } from './wheels';

/** The command line, understood. */
export interface ProvisionOptions {
  readonly flavor: Flavor;
  /** A wheel that is already here. Default: pip downloads it. */
  readonly wheel?: string;
  /** What the hash of `wheel` must be, where it is none of the known ones. */
  readonly sha256?: string;
  readonly cache: string;
  /** Folders of tfjs-node packages. Empty: those that are installed here. */
  readonly packages: readonly string[];
  readonly task: 'provision' | 'check' | 'remove';
  /** Replace an addon that came from elsewhere, too. */
  readonly force: boolean;
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
export function parseOptions(commandLine: readonly string[], cwd = process.cwd()): ProvisionOptions {
  const given = new Options(readCommandLine(commandLine, optionSpecs));
  const [flavorName, wheel, sha256] = [given.text('flavor') ?? 'cpu', given.text('wheel'), given.text('sha256')];
  const flavor = flavors.find((known) => known === flavorName);
  if (flavor === undefined) throw new MosaError('usage', '--flavor', flavors.join(' or '), show(flavorName));
  const [check, remove] = [given.has('check'), given.has('remove')];
  if (check && remove) throw new MosaError('usage', 'command', '--check or --remove', 'both');
  if (sha256 !== undefined && (wheel === undefined || !/^[\da-f]{64}$/.test(sha256))) {
    const actual = wheel === undefined ? 'no --wheel' : show(sha256);
    throw new MosaError('usage', '--sha256', '64 hexadecimal digits, for the file that --wheel names', actual);
  }
  if (given.words.includes('')) throw new MosaError('usage', 'FOLDER', 'the folder of a package', 'an empty word');
  return {
    flavor,
    wheel: wheel === undefined ? undefined : resolve(cwd, wheel),
    sha256,
    cache: resolve(cwd, given.text('cache') ?? defaultCache()),
    packages: given.words.map((folder) => resolve(cwd, folder)),
    task: check ? 'check' : remove ? 'remove' : 'provision',
    force: given.has('force'),
    json: given.has('json'),
    help: given.has('help'),
    version: given.has('version'),
  };
}

function defaultCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mosa-js', 'libtensorflow');
}
