import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type Flavor, flavors } from './wheels';

/** To provide a libtensorflow, to change nothing and say what is there, or to take it out again. */
export type Task = 'provision' | 'check' | 'remove';

const tasks: readonly Task[] = ['provision', 'check', 'remove'];

/** What may be said of a run, by a program or on the command line. */
export interface ProvisionSettings {
  /** `check` changes nothing and says what is there; `remove` takes addon and link out, and leaves the cache. Default `provision`. */
  readonly task?: Task;
  /** `gpu`: for CUDA 12, with cuDNN 9; falls back on the CPU. Default `cpu`. */
  readonly flavor?: Flavor;
  /** Folders of tfjs-node packages. Default: those that are installed where `cwd` is. */
  readonly packages?: readonly string[];
  /** A wheel that is already here. Default: pip downloads it. */
  readonly wheel?: string;
  /** What the SHA-256 of `wheel` must be, in hexadecimal, where it is another wheel than the pinned one. */
  readonly sha256?: string;
  /** Where unpacked libraries are kept. Default `mosa-js/libtensorflow` in `XDG_CACHE_HOME` or `~/.cache`. */
  readonly cache?: string;
  /** Replace an addon that came from elsewhere, too. Default false. */
  readonly force?: boolean;
}

/** The same, checked and complete, with absolute paths. */
export type Settings = Required<Omit<ProvisionSettings, 'wheel' | 'sha256'>> &
  Pick<ProvisionSettings, 'wheel' | 'sha256'>;

/**
 * @param cwd where paths start
 * @param nameOf what an error calls a setting
 * @throws MosaError `usage` for a value that is none
 */
export function settingsOf(
  given: ProvisionSettings,
  cwd: string,
  nameOf: (setting: keyof ProvisionSettings) => string,
): Settings {
  const { task = 'provision', flavor = 'cpu', packages = [], sha256, cache = defaultCache(), force = false } = given;
  const refuse = (setting: keyof ProvisionSettings, expected: string, actual: string) => {
    throw new MosaError('usage', nameOf(setting), expected, actual);
  };
  if (!tasks.includes(task)) refuse('task', tasks.join(' or '), show(task));
  if (!flavors.includes(flavor)) refuse('flavor', flavors.join(' or '), show(flavor));
  if (!Array.isArray(packages)) refuse('packages', 'a list of folders', show(packages));
  const pathOf = (setting: keyof ProvisionSettings, path: string) => {
    if (typeof path !== 'string' || path === '') refuse(setting, 'a path', path === '' ? 'an empty word' : show(path));
    return resolve(cwd, path);
  };
  const wheel = given.wheel === undefined ? undefined : pathOf('wheel', given.wheel);
  if (sha256 !== undefined && (wheel === undefined || !/^[\da-f]{64}$/.test(sha256))) {
    const actual = wheel === undefined ? 'no wheel' : show(sha256);
    refuse('sha256', `64 hexadecimal digits, beside ${nameOf('wheel')}`, actual);
  }
  const folders = packages.map((folder) => pathOf('packages', folder));
  return { task, flavor, packages: folders, wheel, sha256, cache: pathOf('cache', cache), force };
}

function defaultCache(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mosa-js', 'libtensorflow');
}
