import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/**
 * Unpacks a tarball.
 * @param {string} file
 * @param {string} into a folder that is made
 * @returns {ReadonlyMap<string, Buffer>} what is in it, by path
 */
export function unpack(file, into) {
  mkdirSync(into, { recursive: true });
  execFileSync('tar', ['-xzf', file, '-C', into, '--strip-components=1']);
  const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return [
        full
          .slice(into.length + 1)
          .split(sep)
          .join('/'),
        readFileSync(full),
      ];
    }),
  );
}
