import { statSync } from 'node:fs';
import { isAbsolute, resolve, win32 } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What a name on the command line means, before anything is imported. */
export type AskedName =
  | { readonly kind: 'file'; readonly url: string }
  /** It is spelled like a path, and nothing is there. */
  | { readonly kind: 'no file'; readonly path: string }
  /** `package` or `package:device`. */
  | { readonly kind: 'package'; readonly packageName: string; readonly device?: string }
  /** A deeper specifier such as `package/entry`, which has no devices. */
  | { readonly kind: 'module' }
  | { readonly kind: 'nothing' };

const packagePattern = /^(@[\w.~-]+\/[\w.~-]+|[\w~-][\w.~-]*)(?::([^/\\]*))?$/;
const deeper = /^(@[\w.~-]+\/)?[\w~-][\w.~-]*(\/[\w.~-]+)+$/;

/** A suffix is read only after a package's name, so that `C:\x.mjs`, `file:///x.mjs` and `./a:b.mjs` stay paths. */
export function readName(name: string, cwd: string): AskedName {
  const path = pathOf(name, cwd);
  if (path !== undefined && statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return { kind: 'file', url: pathToFileURL(path).href };
  }
  if (isPath(name)) return { kind: 'no file', path: path ?? name };
  const [, packageName, device] = packagePattern.exec(name) ?? [];
  if (packageName !== undefined) return { kind: 'package', packageName, device };
  return { kind: deeper.test(name) ? 'module' : 'nothing' };
}

function pathOf(name: string, cwd: string): string | undefined {
  if (!isUrl(name)) return resolve(cwd, name);
  try {
    return fileURLToPath(name);
  } catch {
    return undefined; // a URL of a file on another host, or of no file at all
  }
}

function isUrl(name: string): boolean {
  return /^file:/i.test(name);
}

/** Paths of Windows are paths everywhere: they are no packages anywhere. */
function isPath(name: string): boolean {
  return isUrl(name) || /^\.{1,2}([\\/]|$)/.test(name) || isAbsolute(name) || win32.isAbsolute(name);
}
