import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What is for those who make mosa-js, and stays in the repository. */
const internal = new Set(['decisions.md', 'releasing.md']);

const published = (name) =>
  !JSON.parse(readFileSync(join(repository, 'packages', name, 'package.json'), 'utf8')).private;

/** Pages of the site by the file that each is made of, both relative: `docs/start.md` is `start.md`. */
export function pages() {
  const docs = readdirSync(join(repository, 'docs')).filter((name) => name.endsWith('.md') && !internal.has(name));
  const api = readdirSync(join(repository, 'docs/api')).filter((name) => name.endsWith('.md'));
  const packages = readdirSync(join(repository, 'packages')).filter(published);
  return new Map([
    ['apps/site/pages/index.md', 'index.md'],
    ...docs.map((name) => [`docs/${name}`, name]),
    ...api.map((name) => [`docs/api/${name}`, `api/${name}`]),
    ...packages.map((name) => [`packages/${name}/README.md`, `packages/${name}.md`]),
    ['apps/examples/README.md', 'examples.md'],
    ['apps/playground/README.md', 'about-the-playground.md'],
    ['apps/bench/README.md', 'bench.md'],
  ]);
}

/** Folders of static pages by where they stand in the site. */
export const folders = new Map([
  ['apps/playground/dist', 'playground'],
  ['docs/matrix', 'matrix'],
]);
