import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { manifestAt, published, repository, workspaces } from '../src/packages.js';

const changesets = createRequire(import.meta.url).resolve('@changesets/cli/bin.js');

/** The manifests of this repository alone, at version 0.0.0 and with no changeset. */
let copy;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'mosa-versions-'));
  const ours = published.map((path) => manifestAt(join(repository, path)));
  for (const path of ['.', ...workspaces]) {
    let text = readFileSync(join(repository, path, 'package.json'), 'utf8');
    for (const { name, version } of ours) text = text.replace(`"${name}": "${version}"`, `"${name}": "0.0.0"`);
    mkdirSync(join(copy, path), { recursive: true });
    writeFileSync(join(copy, path, 'package.json'), text.replace(/"version": "[^"]+"/, '"version": "0.0.0"'));
  }
  mkdirSync(join(copy, '.changeset'));
  cpSync(join(repository, '.changeset/config.json'), join(copy, '.changeset/config.json'));
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules')); // for the changelog's format
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n');
  git('init', '--quiet');
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const git = (...args) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args], { cwd: copy });

function release(change) {
  writeFileSync(join(copy, '.changeset/one.md'), change);
  git('add', '--all');
  git('commit', '--quiet', '--message', 'A change');
  execFileSync(process.execPath, [changesets, 'version'], { cwd: copy, stdio: 'pipe' });
  return published.map((path) => manifestAt(join(copy, path)));
}

it('a minor of core alone stays 0.x for every package, release after release', () => {
  for (const version of ['0.1.0', '0.2.0']) {
    const manifests = release('---\n"@mosa-js/core": minor\n---\n\nSomething new in core.\n');
    for (const manifest of manifests) {
      expect(manifest, manifest.name).toMatchObject({ version });
      for (const [name, range] of Object.entries(manifest.dependencies ?? {})) {
        if (name.startsWith('@mosa-js/')) expect([manifest.name, name, range]).toEqual([manifest.name, name, version]);
      }
    }
    for (const path of published) {
      expect(readFileSync(join(copy, path, 'CHANGELOG.md'), 'utf8')).toContain(`## ${version}\n`);
    }
  }
  expect(readFileSync(join(copy, 'packages/core/CHANGELOG.md'), 'utf8')).toContain('Something new in core.');
});

it('a patch of an adapter alone is a patch of all', () => {
  const manifests = release('---\n"@mosa-js/tfjs": patch\n---\n\nSomething mended.\n');
  expect(new Set(manifests.map(({ version }) => version))).toEqual(new Set(['0.0.1']));
});
