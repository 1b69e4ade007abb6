import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { manifestAt, repository } from './packages.js';

/**
 * Packs a package as `npm publish` does, with the check before it, and unpacks it.
 * @param {string} path of the workspace
 * @param {string} into an empty folder
 * @returns {ReadonlyMap<string, Buffer>} what is in the tarball, by path
 */
export function tarballOf(path, into) {
  // This repository's .npmrc runs no scripts: so it is told to.
  const pack = ['pack', '--silent', '--ignore-scripts=false', '--pack-destination', into];
  execFileSync('npm', pack, { cwd: join(repository, path), stdio: 'pipe' });
  const { name, version } = manifestAt(join(repository, path));
  const unpacked = join(into, 'unpacked');
  mkdirSync(unpacked);
  const file = join(into, `${name.slice(1).replace('/', '-')}-${version}.tgz`);
  execFileSync('tar', ['-xzf', file, '-C', unpacked, '--strip-components=1']);
  const files = readdirSync(unpacked, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return [
        full
          .slice(unpacked.length + 1)
          .split(sep)
          .join('/'),
        readFileSync(full),
      ];
    }),
  );
}
