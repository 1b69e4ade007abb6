import { existsSync } from 'node:fs';
import { MosaError } from '@mosa-js/core';
import { cachedLibrary, type LibrarySource, libraryFolder } from './cached-library';
import type { Context } from './context';
import { cleanPackage, installInto, removeFrom } from './install';
import { withLock } from './lock';
import { type NodePackage, nodePackages } from './node-package';
import type { Settings } from './settings';
import { stateOf } from './state';
import { type Trial, tryAddon } from './trial';
import { chooseWheel } from './wheels';

/** What became of one package. */
export interface PackageResult extends Partial<Trial> {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly status: 'provisioned' | 'up to date' | 'left as it is' | 'removed' | 'not provisioned';
  /** In words, where the status does not say it all. */
  readonly reason?: string;
}

/**
 * Does what is asked for, package by package.
 * @throws MosaError with what is missing or wrong; packages before the one at fault are done
 */
export async function provisionPackages(settings: Settings, cwd: string, context: Context): Promise<PackageResult[]> {
  const packages = nodePackages(settings.packages, cwd);
  const results: PackageResult[] = [];
  for (const pack of packages) {
    const { name, version, folder } = pack;
    const work = { provision: put, check, remove }[settings.task];
    const result = await withLock(folder, context, () => work(pack, settings, context));
    results.push({ name, version, folder, ...result });
  }
  return results;
}

type Result = Omit<PackageResult, 'name' | 'version' | 'folder'>;

async function put(pack: NodePackage, settings: Settings, context: Context): Promise<Result> {
  cleanPackage(pack);
  const source = sourceOf(settings);
  const state = stateOf(pack);
  if (state.kind === 'provisioned' && state.stamp.library.folder === libraryFolder(settings.cache, source)) {
    return { status: 'up to date', ...(await tryAddon(pack.addon, context)) };
  }
  if (state.kind === 'foreign' && !settings.force) {
    const trial = await tryAddon(pack.addon, context).catch(() => undefined);
    context.signal.throwIfAborted();
    if (trial) return { status: 'left as it is', reason: 'it has an addon that works (--force replaces it)', ...trial };
  }
  const library = await cachedLibrary(settings.cache, source, context);
  return { status: 'provisioned', ...(await installInto(pack, library, context)) };
}

async function check(pack: NodePackage, _settings: Settings, context: Context): Promise<Result> {
  const state = stateOf(pack);
  if (state.kind === 'bare') return { status: 'not provisioned', reason: 'no addon' };
  if (state.kind === 'damaged') return { status: 'not provisioned', reason: state.reason };
  const trial = await tryAddon(pack.addon, context).catch((error: Error) => {
    context.signal.throwIfAborted();
    return error.message;
  });
  if (typeof trial === 'string') return { status: 'not provisioned', reason: trial };
  return state.kind === 'foreign'
    ? { status: 'left as it is', reason: 'its addon came from elsewhere', ...trial }
    : { status: 'up to date', ...trial };
}

async function remove(pack: NodePackage): Promise<Result> {
  cleanPackage(pack);
  const state = stateOf(pack);
  if (state.kind === 'foreign') return { status: 'left as it is', reason: 'its addon came from elsewhere' };
  removeFrom(pack);
  return { status: 'removed' };
}

function sourceOf({ flavor, wheel: file, sha256 }: Settings): LibrarySource {
  if (sha256 !== undefined) return { flavor, sha256, file };
  const wheel = chooseWheel(flavor);
  if (file !== undefined && !existsSync(file)) {
    throw new MosaError('data', 'provision --wheel', 'a file', `nothing at ${file}`);
  }
  return { flavor, sha256: wheel.sha256, file, wheel };
}
