// Measures the built site with Lighthouse: `npm run lighthouse`, with the names of pages or for a page of each kind.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

const version = '12.8.2';
const kinds = {
  'index.html': 'front',
  'start.html': 'start, of the guide',
  'performance.html': 'performance, the longest of the guide',
  'packages/lm.html': 'README of lm',
  'results.html': 'list of results',
  'api/core.html': 'API of core, the longest page',
  'api/lm.html': 'API of lm',
  'matrix/index.html': 'matrix',
  'lab/isoflop.html': 'a page of the lab',
  'playground/index.html': 'playground',
};
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dist: { type: 'string' }, runs: { type: 'string', default: '3' }, out: { type: 'string' } },
});
const dist = values.dist ? resolve(values.dist) : fileURLToPath(new URL('../dist', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'));
const server = createServer(answer).listen(0, '127.0.0.1');
const address = await new Promise((done) =>
  server.once('listening', () => done(`http://127.0.0.1:${server.address().port}/`)),
);

/** A file, packed as servers of static files do. */
function answer({ url }, response) {
  const path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  const file = join(dist, path.endsWith('/') ? `${path}index.html` : path);
  const type = types[extname(file)] ?? 'application/octet-stream';
  if (!existsSync(file)) response.writeHead(404).end();
  else response.writeHead(200, { 'Content-Type': type, 'Content-Encoding': 'gzip' }).end(gzipSync(readFileSync(file)));
}

async function measured(page, form) {
  const file = join(values.out ? resolve(values.out) : folder, `${page.replace(/\W+/g, '-')}-${form}.json`);
  const flags = ['--quiet', '--output=json', `--output-path=${file}`, '--only-categories=performance,accessibility'];
  if (form === 'desktop') flags.push('--preset=desktop');
  const command = ['-y', `lighthouse@${version}`, new URL(page, address).href, ...flags];
  await promisify(execFile)('npx', [...command, '--chrome-flags=--headless=new --no-sandbox']);
  const { categories, audits } = JSON.parse(readFileSync(file, 'utf8'));
  const requests = audits['network-requests'].details.items;
  return {
    performance: Math.round(categories.performance.score * 100),
    accessibility: Math.round(categories.accessibility.score * 100),
    blocked: audits['total-blocking-time'].numericValue,
    shown: audits['largest-contentful-paint'].numericValue,
    shift: audits['cumulative-layout-shift'].numericValue,
    nodes: audits['dom-size']?.numericValue ?? audits['dom-size-insight']?.details?.debugData?.totalElements,
    bytes: requests.reduce((sum, { transferSize = 0 }) => sum + transferSize, 0),
    script: requests
      .filter(({ resourceType }) => resourceType === 'Script')
      .reduce((sum, { transferSize = 0 }) => sum + transferSize, 0),
    load: loadavg()[0],
  };
}

const median = (all) => all.toSorted((a, b) => a - b)[all.length >> 1];
const kb = (bytes) => `${Math.round(bytes / 1000)} KB`;

console.log(
  '| page | form | performance (all runs) | accessibility | blocked, ms | largest paint, ms | shift | elements | sent, scripts of it | load |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|');
for (const page of positionals.length > 0 ? positionals : Object.keys(kinds)) {
  for (const form of ['phone', 'desktop']) {
    const runs = [];
    for (let run = 0; run < Number(values.runs); run++) runs.push(await measured(page, form));
    const middle = (of) => median(runs.map((run) => run[of]));
    const all = runs.map(({ performance }) => performance).join(', ');
    const cells = [
      `${kinds[page] ?? page} (${page})`,
      form,
      `${middle('performance')} (${all})`,
      Math.min(...runs.map(({ accessibility }) => accessibility)),
      Math.round(middle('blocked')),
      Math.round(middle('shown')),
      middle('shift').toFixed(3),
      middle('nodes'),
      `${kb(middle('bytes'))}, ${kb(middle('script'))}`,
      middle('load').toFixed(1),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
server.close();
rmSync(folder, { recursive: true });
