import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { repository } from '../src/packages.js';

/** A repository with one package, which its tests may spoil. */
let copy;
let folder;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'mosa-prepack-'));
  for (const name of ['package.json', '.npmrc', 'scripts']) {
    cpSync(join(repository, name), join(copy, name), { recursive: true });
  }
  folder = join(copy, 'packages/conformance');
  mkdirSync(folder, { recursive: true });
  // With what it bundles, as its source maps name it.
  for (const path of ['packages/conformance', 'packages/command']) {
    const without = ['node_modules', 'golden', 'test', '.turbo'].map((name) => join(repository, path, name));
    cpSync(join(repository, path), join(copy, path), { recursive: true, filter: (file) => !without.includes(file) });
  }
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** No registry: it must be refused before one is asked. */
const npm = (...args) =>
  spawnSync('npm', [...args, '--registry=http://127.0.0.1:9', '--fetch-retries=0'], { cwd: folder, encoding: 'utf8' });
const tarballs = () => readdirSync(folder).filter((name) => name.endsWith('.tgz'));

it('packs a package that is built', () => {
  const { status, stderr } = npm('pack', '--ignore-scripts=false');
  expect(status, stderr).toBe(0);
  expect(tarballs()).toHaveLength(1);
});

it.each([
  ['npm pack', ['pack', '--ignore-scripts=false']],
  ['npm publish', ['publish']],
  ['npm publish --dry-run', ['publish', '--dry-run']],
])('%s refuses a package without dist, although .npmrc runs no scripts', (_what, command) => {
  rmSync(join(folder, 'dist'), { recursive: true });
  const { status, stderr } = npm(...command);
  expect(status).not.toBe(0);
  expect(stderr).toContain('@mosa-js/conformance: not packed, package.json names files that are not there: dist/');
  expect(stderr).toContain('Run: npm run build');
  expect(tarballs()).toEqual([]);
});

it.each([
  'dist/cli.js', // loaded by the command alone
  'dist/child.js', // started as a process
])('refuses where %s is missing, which package.json does not name', (file) => {
  rmSync(join(folder, file));
  const { status, stderr } = npm('publish', '--dry-run');
  expect(status).not.toBe(0);
  expect(stderr).toContain(`that are not there: ${file}`);
});

it.each([
  ['of its own', 'packages/conformance/src/report/html.ts', '../src/report/html.ts'],
  ['of the private package that it bundles', 'packages/command/src/output.ts', '../../command/src/output.ts'],
])('refuses a build of other sources, %s', (_what, file, named) => {
  appendFileSync(join(copy, file), '// changed since\n');
  const { status, stderr } = npm('publish', '--dry-run');
  expect(status).not.toBe(0);
  expect(stderr).toContain(`dist was built from other sources than these: ${named}`);
});
