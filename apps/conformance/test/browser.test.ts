import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = (...words: string[]) =>
  spawnSync(process.execPath, ['src/browser-run.js', ...words], { cwd: root, encoding: 'utf8' });

const { chromiumOrWhyNot } = await import(new URL('../src/browser-chromium.js', import.meta.url).href);
const { whyNot: noBrowser } = await chromiumOrWhyNot();

it.skipIf(noBrowser !== '')(`runs a backend in a headless browser${noBrowser && ` (skipped: ${noBrowser})`}`, () => {
  const { status, stdout, stderr } = run('--backend', 'tfjs-wasm', '--filter', 'mosa/ties', '--json', '-');
  expect(stderr).toContain('passed (suite');
  expect(status).toBe(0);
  const [backend, ...others] = JSON.parse(stdout).backends;
  expect(others).toEqual([]);
  expect(backend).toMatchObject({ name: 'tfjs-wasm', status: 'ran', library: expect.stringMatching(/^tfjs \d/) });
  expect(backend.device).toMatch(/^wasm, .* in Chromium \d+$/);
  expect(backend.cases.length).toBeGreaterThan(2);
  for (const { status } of backend.cases) expect(status).toBe('pass');
  expect(readFileSync(`${root}report-browser/index.html`, 'utf8')).toContain('tfjs-wasm');
});

it.skipIf(noBrowser !== '').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(`%s ends the run and its browsers, with exit code %i${noBrowser && ' (skipped)'}`, async (signal, code) => {
  const words = ['--backend', 'reference,tfjs-cpu', '--filter', 'mosa/']; // a browser for each
  const child = spawn(process.execPath, ['src/browser-run.js', ...words], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let written = '';
  child.stderr.on('data', (text) => {
    if (written === '') child.kill(signal);
    written += text;
  });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(code);
  expect(written).toContain('interrupted, nothing was written');
  const browsers = spawnSync('ps', ['-A', '-o', 'ppid='], { encoding: 'utf8' }).stdout.split('\n').map(Number);
  expect(browsers).not.toContain(child.pid);
});

it.each([
  [['--backend', 'tfjs-cuda'], /--backend: expected one of reference, .*, got "tfjs-cuda"/],
  [['--filter', 'nothing/'], /--filter: expected the start of a case id/],
  [['--time-limit', '0'], /--time-limit: expected seconds/],
  [['--gpu', 'mine'], /--gpu: expected software, auto, none, got "mine"/],
  [['--chromium', '/nowhere/chromium'], /--chromium: expected the path of a Chromium, got "\/nowhere\/chromium"/],
  [['--wrong'], /Unknown option '--wrong'/],
  [['--json', ''], /--json: expected a value, got an empty one/],
  [['--gpu', 'none', '--gpu', 'auto'], /--gpu: expected one value/],
  [['fast'], /expected only options \(see --help\), got fast/],
  [['--json', '/proc/no/such.json'], /--json \/proc\/no\/such.json: expected a file that can be written/],
])('refuses %j before it starts a browser', (words, message) => {
  const { status, stderr } = run(...words);
  expect(status).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
});
