import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** @param shell words of a shell, with `"$@"` for the program */
function bench(words, shell = '"$@"', file = 'run.js') {
  const program = fileURLToPath(new URL(`../src/${file}`, import.meta.url));
  const child = spawn('bash', ['-c', `set -o pipefail; ${shell}`, 'bash', process.execPath, program, ...words]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => {
    out += text;
  });
  child.stderr.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, out, err })));
}

it('has help, which is lost quietly where nobody reads it', async () => {
  expect(await bench(['--help'])).toMatchObject({ code: 0, out: expect.stringContaining('--lengths LIST'), err: '' });
  expect(await bench(['help'])).toMatchObject({ code: 0, out: expect.stringContaining('--lengths LIST') });
  for (const shell of ['"$@" | true', '"$@" >/dev/full']) {
    expect(await bench(['--help'], shell)).toEqual({ code: 0, out: '', err: '' });
  }
});

it.each([
  [['--lengths', '1024,x'], /^bench: --lengths: expected whole numbers from 1, got "x"\n$/],
  [['--k', 'T/0'], /^bench: --k: expected whole numbers from 1, or T\/n/],
  [['--runs', '2', '--runs', '3'], /^bench: --runs: expected one value, got "2" and "3"\n$/],
  [['--json', ''], /^bench: --json: expected a value, got an empty one\n$/],
  [['--wrong'], /^bench: .*Unknown option '--wrong'\n$/],
  [['fast'], /^bench: command line: expected only options/],
  [['--json', '/proc/no/such.json'], /^bench: --json \/proc\/no\/such.json: expected a file that can be written/],
])('refuses %j before it opens a device', async (words, message) => {
  expect(await bench(words)).toEqual({ code: 1, out: '', err: expect.stringMatching(message) });
});

describe('weights', () => {
  const weights = (words) => bench(words, '"$@"', 'weights.js');

  it('tells what a million weights cost, which have the same bits in either way', async () => {
    const line = (name) => `${name}: [\\d.]+ ms a million, one by one [\\d.]+ ms \\([\\d.]+×\\)\\n`;
    expect(await weights(['--millions', '1', '--runs', '1'])).toEqual({
      code: 0,
      out: expect.stringMatching(new RegExp(`^${line('uniform')}${line('normal')}$`)),
      err: '',
    });
  });

  it.each([
    [['--millions', '0'], /^weights: --millions: expected whole numbers from 1, got "0"\n$/],
    [['fast'], /^weights: command line: expected only options/],
  ])('refuses %j', async (words, message) => {
    expect(await weights(words)).toEqual({ code: 1, out: '', err: expect.stringMatching(message) });
  });
});
