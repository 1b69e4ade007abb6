import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { buildAddon } from './build';
import type { Library } from './cached-library';
import type { Context } from './context';
import type { NodePackage } from './node-package';
import { hashOf, type Stamp } from './state';
import { checkSymbols } from './symbols';
import { type Trial, tryAddon } from './trial';

const staging = '.mosa-part-';

/** With patience: a compiler that outlived its parent may still write there. */
const leftover = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 } as const;

/** Deletes what a run that was killed left in a package. */
export function cleanPackage({ folder }: NodePackage): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(staging)) rmSync(join(folder, name), leftover);
  }
}

/**
 * Builds the addon, checks it and tries it, all in a folder beside; only then are link and addon put in place, by renames
 * that no signal of this process can come between.
 * @throws MosaError `unavailable`, `backend` or `output`; the package is then as it was
 */
export async function installInto(pack: NodePackage, library: Library, context: Context): Promise<Trial> {
  const part = makePart(pack);
  try {
    // The same places from each other as in the package, since the addon looks for its libraries from its own.
    const addon = join(part, 'lib', 'napi', 'tfjs_binding.node');
    mkdirSync(dirname(addon), { recursive: true });
    symlinkSync(library.folder, join(part, 'deps'));
    await buildAddon(pack, library.folder, addon, context);
    await checkSymbols(addon, library.folder, context);
    context.report.step('loading it');
    const trial = await tryAddon(addon, context);
    const stamp: Stamp = { library, version: pack.version, addon: hashOf(addon) };
    writeFileSync(join(part, 'stamp'), `${JSON.stringify(stamp, null, 2)}\n`);
    context.signal.throwIfAborted();
    commit(pack, part, addon);
    return trial;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function makePart({ folder }: NodePackage): string {
  try {
    return mkdtempSync(join(folder, staging));
  } catch (cause) {
    const { message } = cause as Error;
    throw new MosaError('output', 'provision', `to write to ${folder}`, message, { cause });
  }
}

/** A run that is killed in here leaves no stamp, so that the next one does it again. */
function commit({ addon, deps, stamp }: NodePackage, part: string, built: string): void {
  rmSync(stamp, { force: true });
  // A link is replaced at once; a folder must be out of the way first, and goes with `part`.
  if (lstatSync(deps, { throwIfNoEntry: false })?.isDirectory()) renameSync(deps, join(part, 'replaced'));
  renameSync(join(part, 'deps'), deps);
  mkdirSync(dirname(addon), { recursive: true });
  renameSync(built, addon);
  renameSync(join(part, 'stamp'), stamp);
}

/** Takes out what this command put in. */
export function removeFrom({ stamp, addon, deps }: NodePackage): void {
  for (const path of [stamp, addon, deps]) rmSync(path, { force: true });
  for (const folder of [dirname(addon), dirname(dirname(addon))]) {
    if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}
