import { join } from 'node:path';
import vm from 'node:vm';
import { MosaError } from '@mosa-js/core';
import type { ModuleLoader } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';

/**
 * An importer that looks where a module in that folder would look. `import.meta.resolve` cannot be told a folder, and
 * `require.resolve` picks a package's CommonJS files, which would be a second copy of core beside the command's own.
 */
export function importFrom(folder: string): ModuleLoader {
  const loader = vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  if (loader === undefined) {
    throw new MosaError('unavailable', 'adapters of this folder', 'Node 20.12 or newer', process.version);
  }
  const script = new vm.Script('(specifier) => import(specifier)', {
    filename: join(folder, 'mosa.js'),
    importModuleDynamically: loader,
  });
  const load = script.runInThisContext() as ModuleLoader;
  return (specifier) => withoutWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER', () => load(specifier));
}

/** Starts some work without the warning that Node has for those who write programs, not for those who run them. */
function withoutWarning<R>(feature: string, start: () => R): R {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: readonly unknown[]) => {
    if (!String(warning).includes(feature)) Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof emitWarning;
  try {
    return start();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Where an adapter with its libraries is looked for: the user's folder, then beside the command. */
export function entryImporters(cwd: string): readonly ModuleLoader[] {
  return [importFrom(cwd), (specifier) => import(specifier)];
}

/** Whether an import failed because that very package is not there, not something that the package needs. */
export function isMissing(error: unknown, specifier: string): boolean {
  if (codeOf(error) !== 'ERR_MODULE_NOT_FOUND') return false;
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return messageOf(error).includes(`package '${name}'`);
}

/** Whether an import failed because a file or a native library is not there or does not fit this machine. */
export function isBrokenInstall(error: unknown): boolean {
  return ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(codeOf(error));
}
