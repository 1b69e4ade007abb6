// Builds the site into dist/: `npm run docs`.
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { writeApi } from './api.js';
import { base, home, withLinks } from './links.js';
import { folders, pages, repository } from './pages.js';
import { withSizes } from './pictures.js';
import { listOfResults, writeResults } from './results.js';
import { withWayBack } from './way-back.js';

const here = fileURLToPath(new URL('..', import.meta.url));
const content = join(here, '.site');

rmSync(content, { recursive: true, force: true });
mkdirSync(join(content, 'public'), { recursive: true });
cpSync(join(here, '.vitepress'), join(content, '.vitepress'), { recursive: true });
writeResults(join(content, 'public'));
const drawn = join(content, 'public/pictures');
const all = pages();
const pictures = new Set();
for (const [file, page] of all) {
  const text = withLinks(readFileSync(join(repository, file), 'utf8'), file, all, (path) => pictures.add(path));
  mkdirSync(dirname(join(content, page)), { recursive: true });
  writeFileSync(join(content, page), withSizes(text, drawn));
}
await writeApi(join(content, 'api'));
writeFileSync(join(content, 'results.md'), listOfResults(home, base));
for (const path of pictures) cpSync(join(repository, path), join(drawn, basename(path)), { force: false });
for (const [folder, to] of folders) {
  const from = join(repository, folder);
  if (!existsSync(from)) throw new Error(`${folder} is not there: run npm run build first`);
  cpSync(from, join(content, 'public', to), { recursive: true });
  const start = join(content, 'public', to, 'index.html');
  writeFileSync(start, withWayBack(readFileSync(start, 'utf8')));
}
await build(content);
