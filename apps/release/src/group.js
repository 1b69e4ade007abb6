import { join } from 'node:path';
import { dependenciesOf, readJson, workspacesOf } from './manifests.js';
import { Refusal } from './refusal.js';

const config = '.changeset/config.json';

/**
 * The packages that are released together, which are all that are published: each after those that it depends on.
 * @param {string} root of the repository
 * @returns {{ name: string, version: string, path: string, manifest: object }[]}
 * @throws Refusal where `fixed` in .changeset/config.json is not exactly the packages that are not private
 */
export function readGroup(root) {
  const { fixed = [] } = readJson(join(root, config), config);
  if (fixed.length !== 1) throw new Refusal(`${config}: fixed`, 'one group', `${fixed.length}`);
  const [named] = fixed;
  const workspaces = workspacesOf(root);
  const published = workspaces.filter(({ manifest }) => !manifest.private);
  const missing = published.map(({ manifest }) => manifest.name).filter((name) => !named.includes(name));
  if (missing.length > 0) {
    throw new Refusal(`${config}: fixed`, 'every package that is not private', `a group without ${missing.join(', ')}`);
  }
  for (const name of named) {
    const found = workspaces.find(({ manifest }) => manifest.name === name);
    if (!found) throw new Refusal(`${config}: fixed`, 'packages of this repository', `${name}, which is not there`);
    if (found.manifest.private)
      throw new Refusal(`${config}: fixed`, 'packages to publish', `${name}, which is private`);
  }
  const twice = named.find((name, i) => named.indexOf(name) !== i);
  if (twice) throw new Refusal(`${config}: fixed`, 'every package once', `${twice} twice`);
  return inOrder(
    published.map(({ path, manifest }) => ({ name: manifest.name, version: manifest.version, path, manifest })),
  );
}

/**
 * Each package after those of the list that it depends on; by name where that leaves a choice.
 * @template {{ name: string, manifest: object }} P
 * @param {readonly P[]} packages
 * @returns {P[]}
 * @throws Refusal for packages that depend on each other in a circle
 */
export function inOrder(packages) {
  let left = packages.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const ordered = [];
  while (left.length > 0) {
    const waits = ({ manifest }) => dependenciesOf(manifest).some((name) => left.some((other) => other.name === name));
    const next = left.find((one) => !waits(one));
    if (!next) throw new Refusal('dependencies', 'an order', `a circle of ${left.map(({ name }) => name).join(', ')}`);
    ordered.push(next);
    left = left.filter((one) => one !== next);
  }
  return ordered;
}
