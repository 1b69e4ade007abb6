import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzCount, inTime, misconduct, randomCommandLines, runInside } from '@mosa-js/command/fuzz';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../src';
import { compareOptions } from '../src/cli/compare-command';
import { destinations, runOptions } from '../src/cli/options';

/** Each makes the command refuse while it reads its options, or when it looks for backends, before it runs any. */
const spoil = [['--no-such-option'], ['--time-limit', '0'], ['--gpu', 'no-such'], ['--backend', 'no-such'], ['stray']];
const values = ['reference', 'tfjs-cpu,reference', 'mosa/', 'op/sigmoid', 'page', 'a/b.json', './golden'];
const { json, html, junit, ...noOutputs } = runOptions;
const fuzzed = [
  { start: [], options: runOptions, spoil, values },
  { start: ['run'], options: runOptions, spoil, values },
  { start: ['--list'], options: noOutputs, values },
  { start: ['merge'], options: destinations, values: ['a/b.json', 'c.json'] },
  {
    start: ['compare'],
    options: compareOptions,
    spoil: [['--no-such-option'], ['reference'], ['no-such', 'reference']],
  },
  { start: ['help'], options: { version: { help: '' } }, values: ['merge'] },
];

let folder = '';
const before = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-conformance-fuzz-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

it('every command line ends, in order, and leaves nothing behind but folders that it names', async () => {
  for (const words of randomCommandLines(fuzzed, fuzzCount(), 30)) {
    const conduct = await inTime(runInside(runCommand, words), words);
    const left = readdirSync(folder).filter((name) => !words.some((word) => word.includes(name)));
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
    expect({ words, wrong: misconduct('mosa-conformance', conduct, [0, 1]), left }).toEqual({
      words,
      wrong: [],
      left: [],
    });
  }
});
