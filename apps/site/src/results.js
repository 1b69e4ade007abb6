// Pages of results, made from the JSON in docs/results: the matrix of the suite, and what the lab found.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { mergedResults } from '@mosa-js/app-conformance/src/matrix.js';
import { toHtml } from '@mosa-js/conformance';
import { forms, layerDrawing } from './layer-drawing.js';
import { repository } from './pages.js';
import { withWayBack } from './way-back.js';

const lab = join(repository, 'apps/lab/dist/lab.js');

/** Where the document's picture of a page of the lab is, if it has one: the first chart of that page. */
export const pictureOf = (name) => `docs/${name}.svg`;

const results = '<a href="../results.html">Results</a> ›';

/** Pages of the lab by name: titles, and the files that they show. */
const shown = {
  isoflop: ['MoSA at equal FLOPs', 'isoflop-books-h100-2026-11-25'],
  'isoflop-perplexity': ['MoSA at equal perplexity', 'matched-books-h100-2026-11-27'],
  'causality-books-b8': ['Causal and not, on books, batch 8', 'causality-books-b8-2026-11-28'],
  'causality-books-b32': ['Causal and not, on books, batch 32', 'causality-books-b32-h200-2026-11-28'],
  'causality-shakespeare': ['Causal and not, on tiny-shakespeare', 'causality-shakespeare-h200-2026-11-28'],
  'nanogpt-large': ["nanoGPT's larger character model", 'nanogpt-large-h100-2026-11-25'],
  'nanogpt-small': [
    "nanoGPT's smaller character model",
    'nanogpt-small-h100-2026-11-23',
    'nanogpt-small-cpu-2026-11-23',
  ],
  agree: ['The same training on every backend', 'agree-2026-11-25'],
  memory: ['What a training step holds', 'step-memory-2026-11-23'],
};

const pages = Object.entries(shown).map(([name, [title, ...files]]) => ({
  name,
  page: `lab/${name}.html`,
  title,
  files: files.map((file) => `docs/results/${file}.json`),
}));

/** The page of the lab that shows a file of results. */
export const pageOf = new Map(pages.flatMap(({ page, files }) => files.map((file) => [file, page])));

/** Pages whose first chart is a picture in a document. */
export const pictured = pages.filter(({ name }) => existsSync(join(repository, pictureOf(name))));

const writeReport = (files, ...options) =>
  execFileSync(process.execPath, [lab, 'report', ...files, ...options], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
  });

/** Draws the pictures of the documents anew. */
export function drawPictures() {
  writeFileSync(join(repository, pictureOf('mosa-layer')), layerDrawing(forms.wide));
  for (const { name, title, files } of pictured)
    writeReport(files, '--title', title, '--html', devNull, '--picture', pictureOf(name));
}

/** Writes all of them as static files into a folder, and pictures for wide and narrow screens. */
export function writeResults(folder) {
  const { files, report } = mergedResults();
  const matrix = join(folder, 'matrix/index.html');
  mkdirSync(dirname(matrix), { recursive: true });
  const environment = `merged from the ${files.length} runs in docs/results`;
  writeFileSync(matrix, withWayBack(toHtml(report, { environment }), results));
  mkdirSync(join(folder, 'lab'), { recursive: true });
  mkdirSync(join(folder, 'pictures'), { recursive: true });
  writeFileSync(join(folder, 'pictures/mosa-layer.svg'), layerDrawing(forms.wide));
  writeFileSync(join(folder, 'pictures/mosa-layer-narrow.svg'), layerDrawing(forms.narrow));
  for (const one of pages) {
    const picture = join(folder, 'pictures', one.name);
    const pictures = ['--picture', `${picture}.svg`, '--narrow-picture', `${picture}-narrow.svg`];
    const file = join(folder, one.page);
    writeReport(one.files, '--title', one.title, '--html', file, ...(pictured.includes(one) ? pictures : []));
    writeFileSync(file, withWayBack(readFileSync(file, 'utf8'), results));
  }
}

/** The page that lists them, in Markdown. */
export function listOfResults(home, base) {
  const json = (file) => `[JSON](${home}/blob/main/${file})`;
  const rows = pages.map(
    ({ page, title, files }) => `| [${title}](${base}${page}){target="_self"} | ${files.map(json).join(', ')} |`,
  );
  const matrix = mergedResults().files.map(
    (file) => `[${basename(file, '.json')}](${home}/blob/main/docs/results/${file})`,
  );
  return `# Results

After this page you know where each result stands, as a page and as numbers.

| | made from |
|---|---|
| [The matrix of the suite](${base}matrix/){target="_self"}: every case on every backend | ${matrix.join(', ')} |
${rows.join('\n')}

Times of the bench have no page: they stand in [performance](./performance.md), each with its [JSON](${home}/tree/main/docs/results). Pages are made by \`mosa-conformance merge\` and \`lab report\` when the site is built.
`;
}
