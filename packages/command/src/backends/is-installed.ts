import { createRequire } from 'node:module';
import { join } from 'node:path';
import { codeOf } from '../errors';

/** Whether a package, or a module of one, is installed for a folder. Nothing is imported. */
export function isInstalled(name: string, cwd: string): boolean {
  const { resolve } = createRequire(join(cwd, 'mosa.js'));
  // A package may have nothing but the entry for commands, or be there for `import` only.
  return [name, `${name}/conformance`, `${name}/package.json`].some((specifier) => {
    try {
      resolve(specifier);
      return true;
    } catch (error) {
      return codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED';
    }
  });
}
