import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.js';

/**
 * Files of the working copy: what git tracks, and what it neither tracks nor ignores.
 * @returns {string[]} paths below `root`, sorted
 * @throws Failure where `root` is no working copy
 */
export function listSources(root) {
  let text;
  try {
    text = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard', '--deduplicate'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    throw new Failure(root, 'a working copy of git', error.stderr?.trim() || error.message, { cause: error });
  }
  const paths = text.split('\0').filter(Boolean).sort();
  return paths.filter((path) => lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined);
}

/** @returns {string} a hash over these files: their paths, modes and bytes */
export function hashSources(root, paths = listSources(root)) {
  const hash = createHash('sha256');
  for (const path of paths) {
    const file = join(root, path);
    const found = lstatSync(file);
    const data = found.isSymbolicLink() ? readlinkSync(file) : readFileSync(file);
    hash.update(`${path}\0${found.isSymbolicLink() ? 'link' : found.mode & 0o111}\0${data.length}\0`).update(data);
  }
  return hash.digest('hex');
}
