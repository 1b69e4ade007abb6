import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { isComplete, type Library } from './cached-library';
import type { NodePackage } from './node-package';

/** What this command writes beside an addon of its own. */
export interface Stamp {
  readonly library: Library;
  /** Version of the package whose source the addon was built from. */
  readonly version: string;
  /** SHA-256 of the addon. */
  readonly addon: string;
}

export type State =
  | { readonly kind: 'provisioned'; readonly stamp: Stamp }
  /** This command's work, and something of it is missing or another. */
  | { readonly kind: 'damaged'; readonly reason: string }
  /** An addon that came from elsewhere, such as the package's own install script. */
  | { readonly kind: 'foreign' }
  | { readonly kind: 'bare' };

/** What is there, without starting anything. */
export function stateOf({ addon, deps, stamp, version }: NodePackage): State {
  const link = readLink(deps);
  if (link === undefined && !existsSync(stamp)) return { kind: existsSync(addon) ? 'foreign' : 'bare' };
  const damaged = (reason: string): State => ({ kind: 'damaged', reason });
  const found = readStamp(stamp);
  if (found === undefined) return damaged('a run that did not come to its end');
  if (link !== found.library.folder) return damaged(`${deps} does not lead to ${found.library.folder}`);
  if (!isComplete(found.library.folder)) return damaged(`${found.library.folder} is gone or has lost files`);
  if (found.version !== version)
    return damaged(`an addon of version ${found.version} in a package of version ${version}`);
  if (!existsSync(addon)) return damaged('no addon');
  if (hashOf(addon) !== found.addon) return damaged('an addon that is not the one that was built');
  return { kind: 'provisioned', stamp: found };
}

export function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Where a link leads; undefined for what is no link. */
export function readLink(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ? readlinkSync(path) : undefined;
}

function readStamp(file: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stamp;
  } catch {
    return undefined;
  }
}
