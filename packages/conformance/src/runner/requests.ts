import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MosaError, show } from '@mosa-js/core';
import { codeOf } from '../errors';
import { knownBackends } from './known-backends';

/** A backend to run, as plain data that another process can be told. */
export interface BackendRequest {
  /** As it was asked for; reports use it until the backend tells its own. */
  readonly name: string;
  /** What to import for a backend that is not a known one: a file URL or a package. */
  readonly module?: string;
}

/**
 * Finds what was asked for, before anything runs.
 * @param asked names of known backends, paths from `cwd`, or packages; none means every known backend
 * @throws MosaError `usage` for one that is none of these
 */
export function backendRequests(asked: readonly string[], cwd: string): BackendRequest[] {
  const names = asked.length > 0 ? asked : knownBackends.map(({ name }) => name);
  return [...new Set(names)].map((name) => backendRequest(name, cwd));
}

function backendRequest(name: string, cwd: string): BackendRequest {
  if (knownBackends.some((known) => known.name === name)) return { name };
  const path = resolve(cwd, name);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) return { name, module: pathToFileURL(path).href };
  if (name !== '' && !isPath(name) && isInstalled(name, cwd)) return { name, module: name };
  const known = knownBackends.map((backend) => backend.name).join(', ');
  const found = isPath(name) ? `no such file: ${path}` : `${show(name)}, which is none of these`;
  throw new MosaError('usage', '--backend', `one of ${known}, or an adapter's path or package`, found);
}

function isPath(name: string): boolean {
  return /^\.{1,2}[\\/]/.test(name) || isAbsolute(name);
}

function isInstalled(name: string, cwd: string): boolean {
  try {
    createRequire(join(cwd, 'mosa-conformance.js')).resolve(name);
    return true;
  } catch (error) {
    return codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED'; // it is there, for `import` only
  }
}
