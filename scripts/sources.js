// Which sources results are of: a hash of all that may change them. Versions of our own packages, changelogs, documents and
// results do not count, so that a release of what was tried is what was tried.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const golden = 'packages/conformance/golden';
/** What the suite runs on in this repository: the libraries below adapters that they do not name themselves. */
const suite = 'apps/conformance';

/**
 * @param {string} root of the repository
 * @returns {string} SHA-256 in hexadecimal digits, of packages/NAME/src, the suite's golden files, and the versions that
 *   package-lock.json has of what packages depend on, peers included, and of what these depend on
 */
export function sourcesHash(root) {
  const hash = createHash('sha256');
  for (const line of [...fileLines(root), ...dependencyLines(root)]) hash.update(`${line}\n`);
  return hash.digest('hex');
}

const packagesOf = (root) =>
  readdirSync(join(root, 'packages'))
    .filter((name) => existsSync(join(root, 'packages', name, 'package.json')))
    .map((name) => `packages/${name}`);

function fileLines(root) {
  const sources = packagesOf(root).flatMap((path) => filesBelow(root, `${path}/src`));
  const data = filesBelow(root, golden).filter((path) => !path.endsWith('.md'));
  const digest = (path) =>
    createHash('sha256')
      .update(readFileSync(join(root, path)))
      .digest('hex');
  return [...sources, ...data].sort().map((path) => `${path} ${digest(path)}`);
}

function filesBelow(root, path) {
  if (!existsSync(join(root, path))) return [];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    if (entry.isDirectory()) return filesBelow(root, below);
    return entry.name.startsWith('.') ? [] : [below];
  });
}

/** `name version`, of every third party's package that one of ours needs, or that one of these needs. */
function dependencyLines(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const found = new Map();
  const visit = (from) => {
    for (const [name, isOptional] of neededBy(packages[from])) {
      const path = resolve(packages, from, name);
      if (path === undefined && !isOptional) {
        throw new Error(`package-lock.json: expected ${name}, which ${from} needs, got none. Run: npm install`);
      }
      if (path === undefined || found.has(path)) continue;
      if (packages[path].link) continue; // one of ours, whose sources count
      found.set(path, `${name} ${packages[path].version}`);
      visit(path);
    }
  };
  for (const path of [...packagesOf(root), suite]) if (packages[path]) visit(path);
  return [...new Set(found.values())].sort();
}

function neededBy({ dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }) {
  return [
    ...Object.keys(dependencies).map((name) => [name, name in optionalDependencies]),
    ...Object.keys(optionalDependencies).map((name) => [name, true]),
    ...Object.keys(peerDependencies).map((name) => [name, peerDependenciesMeta[name]?.optional ?? false]),
  ];
}

/** As Node looks for a package: beside what needs it, then further out. */
function resolve(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[path]) return path;
    if (at === '') return undefined;
  }
}
