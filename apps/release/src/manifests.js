import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.js';

/** @throws Refusal for a file that is not there or is no JSON */
export function readJson(file, where = file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Refusal(where, 'a file with JSON', error.message, { cause: error });
  }
}

/**
 * Every workspace of the repository at `root`, by the patterns `folder/*` of its package.json.
 * @returns {{ path: string, manifest: object }[]} `packages/core` and what its package.json says
 */
export function workspacesOf(root) {
  const patterns = readJson(join(root, 'package.json')).workspaces ?? [];
  return patterns.flatMap((pattern) => {
    const home = pattern.replace(/\/\*$/, '');
    const names = existsSync(join(root, home)) ? readdirSync(join(root, home)).sort() : [];
    const paths = names.map((name) => `${home}/${name}`);
    const there = paths.filter((path) => existsSync(join(root, path, 'package.json')));
    return there.map((path) => ({ path, manifest: readJson(join(root, path, 'package.json')) }));
  });
}

/** Names of what a package needs installed beside it, its own and what its user brings. */
export const dependenciesOf = ({ dependencies = {}, peerDependencies = {}, optionalDependencies = {} }) =>
  Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
