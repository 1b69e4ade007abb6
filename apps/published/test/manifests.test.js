import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestAt, published, repository } from '../src/packages.js';

describe.each(published)('%s', (path) => {
  const manifest = manifestAt(join(repository, path));

  it('says where it comes from and where to turn to', () => {
    const home = 'https://github.com/mosa-js/mosa-js';
    expect(manifest).toMatchObject({
      license: 'MIT',
      author: 'The mosa-js contributors',
      homepage: `${home}/tree/main/${path}#readme`,
      bugs: `${home}/issues`,
      repository: { type: 'git', url: `git+${home}.git`, directory: path },
      engines: { node: expect.stringMatching(/^>=20/) },
    });
    expect(manifest.description.length).toBeGreaterThan(20);
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(new Set(manifest.keywords).size).toBe(manifest.keywords.length);
  });

  it('publishes its licence, its README and its changes, and refuses without a build', () => {
    for (const file of ['dist', 'LICENSE', 'README.md', 'CHANGELOG.md']) expect(manifest.files).toContain(file);
    expect(readFileSync(join(repository, path, 'README.md'), 'utf8')).toContain('(CHANGELOG.md)');
    expect(manifest.scripts.prepack).toBe('node ../../scripts/prepack.js');
    expect(manifest.publishConfig).toEqual({ access: 'public', 'ignore-scripts': false });
    expect(existsSync(join(repository, path, manifest.scripts.prepack.split(' ')[1]))).toBe(true);
  });

  it('depends on exactly the version of ours that it is released with, and has none of ours as a peer', () => {
    const own = (dependencies = {}) => Object.entries(dependencies).filter(([name]) => name.startsWith('@mosa-js/'));
    for (const [, range] of own(manifest.dependencies)) expect(range).toBe(manifest.version);
    // A minor leaves the caret range of a 0.x, so that changesets would make a major of the peer's package (decision 44).
    expect(own(manifest.peerDependencies)).toEqual([]);
  });
});
