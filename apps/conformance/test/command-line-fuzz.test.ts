import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fuzzCount, inTime, misconduct, randomCommandLines, runOutside } from '@mosa-js/command/fuzz';
import { expect, it, onTestFinished } from 'vitest';
// @ts-expect-error: plain JavaScript
import { optionSpecs } from '../src/browser-options.js';

const program = fileURLToPath(new URL('../src/browser-run.js', import.meta.url));
/** Each makes the command refuse before it opens its outputs or a browser. */
const spoil = [['--no-such-option'], ['--backend', 'tfjs-cuda'], ['--gpu', 'mine'], ['--time-limit', '0'], ['stray']];
const values = ['reference', 'tfjs-cpu,tfjs-wasm', 'mosa/', 'none', 'a/b.json'];
const count = fuzzCount(6);

it('every command line of the browser run ends, in order', { timeout: 10_000 * count }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-browser-fuzz-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const words of randomCommandLines([{ start: [], options: optionSpecs, spoil, values }], count, 60)) {
    const conduct = await inTime(runOutside(program, words, folder), words);
    const wrong = misconduct('conformance:browser', conduct, [0, 1]);
    expect({ words, wrong, left: readdirSync(folder) }).toEqual({ words, wrong: [], left: [] });
  }
});
