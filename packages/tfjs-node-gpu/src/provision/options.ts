import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MosaError, show } from '@mosa-js/core';
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
}

/** @throws MosaError `usage` */
export function parseOptions(commandLine: readonly string[], cwd = process.cwd()): ProvisionOptions {
  const { values, positionals } = parse(commandLine);
  const flavor = flavors.find((known) => known === (values.flavor ?? 'cpu'));
  if (flavor === undefined) throw new MosaError('usage', '--flavor', flavors.join(' or '), show(values.flavor));
  if (values.check && values.remove) throw new MosaError('usage', 'command', '--check or --remove', 'both');
  if (values.sha256 !== undefined && (values.wheel === undefined || !/^[\da-f]{64}$/.test(values.sha256))) {
    const actual = values.wheel === undefined ? 'no --wheel' : show(values.sha256);
    throw new MosaError('usage', '--sha256', '64 hexadecimal digits, for the file that --wheel names', actual);
  }
  for (const name of ['wheel', 'cache'] as const) {
    if (values[name] === '') throw new MosaError('usage', `--${name}`, 'a path', 'an empty one');
  }
  return {
    flavor,
    wheel: values.wheel === undefined ? undefined : resolve(cwd, values.wheel),
    sha256: values.sha256,
    cache: resolve(cwd, values.cache ?? defaultCache()),
    packages: positionals.map((folder) => resolve(cwd, folder)),
    task: values.check ? 'check' : values.remove ? 'remove' : 'provision',
    force: values.force ?? false,
    json: values.json ?? false,
    help: values.help ?? false,
  };
}

function parse(commandLine: readonly string[]) {
  try {
    return parseArgs({
      args: [...commandLine],
      allowPositionals: true,
      options: {
        flavor: { type: 'string' },
        wheel: { type: 'string' },
        sha256: { type: 'string' },
        cache: { type: 'string' },
        check: { type: 'boolean' },
        remove: { type: 'boolean' },
        force: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const [cause] = (error as Error).message.split('. To specify'); // its advice on '--' leads nowhere here
    throw new MosaError('usage', 'command line', 'the options that --help lists', cause!, { cause: error });
  }
}

function defaultCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mosa-js', 'libtensorflow');
}
