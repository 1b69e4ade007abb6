import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { missingFiles } from '../../../scripts/build-state.js';
import { packGroup } from '../../release/src/pack.js';
import { manifestAt, published, repository } from '../src/packages.js';
import { unpack } from '../src/tarball.js';

const folder = mkdtempSync(join(tmpdir(), 'mosa-tarballs-'));
let packed;
beforeAll(async () => {
  packed = await packGroup({ root: repository, into: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(published)('the tarball of %s', (path) => {
  const { name: packageName } = manifestAt(join(repository, path));
  const unpacked = join(folder, 'unpacked', packageName);
  let files;
  beforeAll(() => {
    files = unpack(packed.find(({ name }) => name === packageName).file, unpacked);
  });

  it('has all that its package.json names', () => {
    expect(missingFiles(unpacked)).toEqual([]);
    const { files: named, version } = JSON.parse(files.get('package.json').toString());
    for (const name of named) {
      if (name === 'CHANGELOG.md' && version === '0.0.0') continue; // the first version writes it
      const isThere = [...files.keys()].some((file) => file === name || file.startsWith(`${name}/`));
      expect(isThere, name).toBe(true);
    }
  });

  it('has the licence, and notices where it holds, unpacks or downloads what is of others', () => {
    expect(files.get('LICENSE').toString()).toBe(readFileSync(join(repository, 'LICENSE'), 'utf8'));
    const notices = files.get('THIRD_PARTY_NOTICES.md')?.toString();
    const foreign = [...files].flatMap(([name, bytes]) => {
      if (name.startsWith('golden/')) return ['piotrpiekos/MoSA', 'local-attention', 'PyTorch'];
      if (!/\.c?js$/.test(name)) return [];
      const text = bytes.toString();
      return [
        ...(text.includes('swiftshader.tar') ? ['SwiftShader', 'Vulkan loader', 'Chromium'] : []),
        ...(text.includes('manylinux') ? ['TensorFlow', 'node-api-headers'] : []),
        ...(text.includes('node_modules/tsup') ? ['tsup'] : []),
      ];
    });
    for (const name of new Set(foreign)) expect(notices, name).toContain(name);
    // The list of the repository has those packages that have notices, and no other.
    const list = readFileSync(join(repository, 'THIRD_PARTY_NOTICES.md'), 'utf8');
    expect(list.includes(`(${path}/THIRD_PARTY_NOTICES.md)`)).toBe(notices !== undefined);
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
      const without = sources.filter((_, i) => !sourcesContent?.[i]).map((source) => join(name, '..', source));
      for (const source of without) expect([...files.keys()]).toContain(source);
    }
  });
});

it('has notices in these packages', () => {
  const list = readFileSync(join(repository, 'THIRD_PARTY_NOTICES.md'), 'utf8');
  const named = [...list.matchAll(/\(packages\/([\w-]+)\/THIRD_PARTY_NOTICES\.md\)/g)].map(([, name]) => name);
  expect(named).toEqual(['conformance', 'software-gpu', 'libtensorflow']);
});
