import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingFiles } from '../../../scripts/build-state.js';
import { published, repository } from '../src/packages.js';
import { tarballOf } from '../src/tarball.js';

describe.each(published)('the tarball of %s', (path) => {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-tarball-'));
  let files;
  beforeAll(() => {
    files = tarballOf(path, folder);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('has all that its package.json names', () => {
    expect(missingFiles(join(folder, 'unpacked'))).toEqual([]);
    for (const file of ['LICENSE', 'README.md']) expect([...files.keys()]).toContain(file);
  });

  it('does not name the machine that built it', () => {
    for (const [name, bytes] of files) {
      expect(bytes.includes(repository), name).toBe(false);
      if (!name.endsWith('.map')) continue;
      const { file = '', sourceRoot = '', sources } = JSON.parse(bytes.toString());
      for (const named of [file, sourceRoot, ...sources])
        expect(isAbsolute(named) || /^\w+:/.test(named), named).toBe(false);
    }
  });

  it('has a source map for each of its scripts, with the sources inside', () => {
    const maps = [...files.keys()].filter((name) => name.endsWith('.map'));
    expect(maps.length).toBeGreaterThan(0);
    for (const name of maps) {
      expect([...files.keys()]).toContain(name.slice(0, -'.map'.length));
      const { sources, sourcesContent } = JSON.parse(files.get(name).toString());
      // A source that is a script of the tarball has no text of its own.
      const without = sources.filter((_, i) => !sourcesContent[i]).map((source) => join(name, '..', source));
      for (const source of without) expect([...files.keys()]).toContain(source);
    }
  });
});
