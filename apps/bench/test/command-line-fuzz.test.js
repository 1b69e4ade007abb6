import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fuzzCount, inTime, misconduct, randomCommandLines, runOutside } from '@mosa-js/command/fuzz';
import { expect, it, onTestFinished } from 'vitest';
import { commandSpecs } from '../src/node/command-line.js';
import { benchmarks } from '../src/options.js';

const program = fileURLToPath(new URL('../src/node/run.js', import.meta.url));
/** Each makes the command refuse before it opens a device. */
const spoil = [
  ['--no-such-option'],
  ['--runs', '0'],
  ['--k', 'T/'],
  ['stray'],
  ['--kind', 'sparse'],
  ['--head-width', '3'],
];
const values = [
  '1024',
  '1,2',
  'T/32',
  '64,T/2',
  'a/b.json',
  'mosa,dense',
  'torch',
  'tfjs-webgpu',
  ...Object.keys(benchmarks),
];
const commands = [[], ...Object.keys(benchmarks).map((name) => [name])].map((start) => ({
  start,
  options: commandSpecs,
  spoil,
  values,
}));
const count = fuzzCount(10);

it('every command line ends, in order, and leaves nothing behind', { timeout: 5000 * count }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-bench-fuzz-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const words of randomCommandLines(commands, count, 50)) {
    const conduct = await inTime(runOutside(program, words, folder), words);
    expect({ words, wrong: misconduct('bench', conduct, [0, 1]), left: readdirSync(folder) }).toEqual({
      words,
      wrong: [],
      left: [],
    });
  }
});
