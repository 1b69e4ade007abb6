import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fuzzCount, inTime, misconduct, randomCommandLines, runInside } from '@mosa-js/command/fuzz';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseOptions, settingOptions } from '../src/cli/options';
import { commands, runCommand } from '../src/cli/run-command';
import { presetNames } from '../src/settings/presets';

/** Each makes a command refuse while it reads its options, before it would train or pack. */
const spoil = [['--no-such-option'], ['--preset', 'no-such'], ['--steps', '1.5'], ['--steps=0'], ['stray']];
const alone: Readonly<Record<string, readonly (readonly string[])[] | undefined>> = {
  eval: [['--no-such-option'], ['two', 'words'], ['--batch', '0', 'word']],
  pack: [['--no-such-option'], ['--out', 'lab.zip'], ['stray']],
  report: undefined, // reads files, none of which is a report
};
const takesSettings = (name: string) => !(name in alone);
const plain = { version: { help: '' }, 'no-such': { value: 'X', help: '' } };
const fuzzed = [
  ...commands.map(({ name, options }) => ({
    start: [name],
    options: takesSettings(name) ? { ...settingOptions, ...options } : options,
    spoil: takesSettings(name) ? spoil : alone[name],
    values: [...presetNames, 'tfjs-webgpu', 'mosa,fixed', '1,2', './results', 'a/b.json'],
  })),
  { start: [], options: plain },
  { start: ['help'], options: plain, values: commands.map(({ name }) => name) },
];

let folder = '';
const before = process.cwd();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-lab-fuzz-'));
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

it('every command line ends, in order, and leaves nothing behind', async () => {
  for (const words of randomCommandLines(fuzzed, fuzzCount(), 20)) {
    const conduct = await inTime(runInside(runCommand, words), words);
    expect({ words, wrong: misconduct('lab', conduct, [0, 1]), left: readdirSync(folder) }).toEqual({
      words,
      wrong: [],
      left: [],
    });
  }
});

it('every option of every command is refused where it is empty or given twice', () => {
  for (const { name, options } of commands) {
    const all = takesSettings(name) ? { ...settingOptions, ...options } : options;
    for (const [option, { value, multiple, mayBeEmpty }] of Object.entries(all)) {
      if (value === undefined) continue;
      const parse = (...words: string[]) => parseOptions(words, options, takesSettings(name));
      if (!mayBeEmpty) expect(() => parse(`--${option}=`)).toThrow(`--${option}: expected a value, got an empty one`);
      if (!multiple)
        expect(() => parse(`--${option}=a`, `--${option}`, 'b')).toThrow(`--${option}: expected one value`);
    }
  }
});
