import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { help, parseOptions } from '../src/options.js';

it('npm run release -- --help says what it does, and every option', () => {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'release', '--', '--help'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: help, stderr: '' });
  for (const name of Object.keys(parseOptions([]))) if (name !== 'into') expect(help).toContain(`--${name}`);
});

it('is dry unless it is told otherwise', () => {
  expect(parseOptions([])).toMatchObject({ publish: false, checked: false, into: resolve('tarballs') });
  const given = parseOptions([
    '--publish',
    '--registry',
    'http://127.0.0.1:4873',
    '--tag',
    'next',
    '--into',
    '/tmp/some',
  ]);
  expect(given).toMatchObject({ publish: true, registry: 'http://127.0.0.1:4873', tag: 'next', into: '/tmp/some' });
});

describe('refuses', () => {
  it.each([
    [['--publsh'], /^command line: expected the options that --help lists, got Unknown option '--publsh'/],
    [['now'], /^command line: expected the options that --help lists, got Unexpected argument 'now'/],
    [['--registry', 'npm'], /^--registry: expected an http address, got npm$/],
    [['--tag', '1.0.0'], /^--tag: expected a name such as next, got "1\.0\.0"$/],
    [['--tag', ''], /^--tag: expected a name such as next, got ""$/],
  ])('%j', (words, message) => expect(() => parseOptions(words)).toThrow(message));
});
