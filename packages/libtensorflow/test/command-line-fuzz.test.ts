import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzCount, inTime, misconduct, randomCommandLines, runInside } from '@mosa-js/command/fuzz';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { optionSpecs } from '../src/options';
import { runCommand } from '../src/run-command';

// In a folder that has no package, so that no line has anything to provision.
const fuzzed = [
  { start: [], options: optionSpecs, values: ['cpu', 'gpu', 'a'.repeat(64), 'node_modules', 'a/b'] },
  { start: ['--check'], options: optionSpecs },
  { start: ['help'], options: { version: { help: '' } } },
];

let folder = '';
const before = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-provision-fuzz-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

it('every command line ends, in order, and leaves nothing behind', async () => {
  for (const words of randomCommandLines(fuzzed, fuzzCount(), 40)) {
    const conduct = await inTime(runInside(runCommand, words), words);
    const wrong = misconduct('mosa-provision-libtensorflow', conduct, [0, 1, 3]);
    expect({ words, wrong, left: readdirSync(folder) }).toEqual({ words, wrong: [], left: [] });
  }
});
