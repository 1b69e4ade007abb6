import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** What is for those who make mosa-js, and stays in the repository. */
const internal = new Set(['decisions.md', 'releasing.md']);

/** Folders of the packages that users install. */
export function publishedFolders() {
  const packages = join(repository, 'packages');
  const isPublished = (name) => {
    const manifest = join(packages, name, 'package.json');
    return existsSync(manifest) && !JSON.parse(readFileSync(manifest, 'utf8')).private;
  };
  return readdirSync(packages).filter(isPublished);
}

const documents = (folder) => readdirSync(join(repository, folder)).filter((name) => name.endsWith('.md'));

/** Pages of the site by the file that each is made of, both relative: `docs/start.md` is `start.md`. */
export function pages() {
  const docs = documents('docs').filter((name) => !internal.has(name));
  return new Map([
    ['apps/site/pages/index.md', 'index.md'],
    ...docs.map((name) => [`docs/${name}`, name]),
    ...publishedFolders().map((name) => [`packages/${name}/README.md`, `packages/${name}.md`]),
    ['apps/examples/README.md', 'examples.md'],
    ['apps/playground/README.md', 'about-the-playground.md'],
    ['apps/bench/README.md', 'bench.md'],
  ]);
}

/** Pages that are made of no one file, by what stands for them in the repository. */
export const generated = new Map([
  ['docs/results', 'results.md'],
  ['docs/api', 'api/index.md'],
  ...documents('docs/api').map((name) => [`docs/api/${name}`, `api/${name}`]),
]);

/** Folders of static pages by where they stand in the site. */
export const folders = new Map([['apps/playground/dist', 'playground']]);
