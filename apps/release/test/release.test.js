import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sourcesHash } from '../../../scripts/sources.js';
import { packGroup } from '../src/pack.js';
import { publishTarballs } from '../src/publish.js';
import { startRegistry } from '../src/registry.js';
import { release } from '../src/release.js';
import { toText } from '../src/summary.js';
import { empty } from './support/empty.js';
import { temporaryFolder } from './support/folders.js';
import { checks, createRepository, reports, version, wanted } from './support/repository.js';

let registry;
beforeAll(async () => {
  registry = await startRegistry({ storage: temporaryFolder() });
});
afterEach(() => empty(registry));
afterAll(() => registry.stop());

let repository;
beforeEach(() => {
  repository = createRepository();
});

const run = (options) => {
  const { root } = repository;
  const into = join(root, 'tarballs');
  return release({ root, into, registry: registry.url, wanted: async () => wanted, log: () => undefined, ...options });
};

it('is dry: packs all, asks the registry, publishes nothing, and says of which sources results are', async () => {
  const gpu = { name: 'gpu', device: 'H100', status: 'ran', cases: [{ id: 'op/a', status: 'pass' }] };
  const older = { ...gpu, origin: { sources: 'older', date: '2026-10-01', system: 'Node 20.1, linux x64' } };
  repository.write('docs/results/h100-2026-09-30.json', { suite: '0', backends: [gpu] });
  repository.write('docs/results/h200.json', {
    suite: '0',
    backends: [older, { ...gpu, device: 'SwiftShader (software)' }],
  });
  repository.write('docs/results/speed.json', { milliseconds: 1 });
  const commit = repository.commit();
  const done = await run({});
  const specs = ['core', 'conformance', 'tfjs'].map((name) => `@mosa-js/${name}@${version}`);
  expect(done).toMatchObject({ version, commit, published: [], had: [], left: specs });
  expect(done.sources).toBe(sourcesHash(repository.root));
  expect(done.results.map(({ name, system }) => `${name} ${system}`)).toHaveLength(5);
  for (const { file } of done.tarballs) expect(existsSync(file)).toBe(true);
  const text = toText(done);
  expect(text).toContain('nothing was published. With --publish, these would be, as latest: @mosa-js/core@0.1.0');
  expect(text).toMatch(/gpu +H100 +2026-09-30 +1 pass +sources not recorded/);
  expect(text).toMatch(/gpu +H100 +2026-10-01 +1 pass +sources older/);
  expect(text).not.toContain('SwiftShader');
  expect((await fetch(new URL('@mosa-js%2fcore', registry.url))).status).toBe(404);
  expect(repository.git('status', '--porcelain')).toBe('');
});

it('publishes what was packed, and again says that it is there', async () => {
  const npmrc = join(temporaryFolder(), 'npmrc');
  writeFileSync(npmrc, registry.npmrc());
  process.env.npm_config_userconfig = npmrc;
  try {
    const done = await run({ publish: true });
    expect(done.published).toHaveLength(3);
    expect(toText(done)).toContain(`next: git tag v${version} ${done.commit}`);
    repository.git('tag', `v${version}`);
    const again = await run({ publish: true, checked: true });
    expect([again.published, again.had.length]).toEqual([[], 3]);
  } finally {
    delete process.env.npm_config_userconfig;
  }
});

/** Each spoils what is ready. */
const refusals = [
  [
    'a working tree with a file that git does not know',
    ({ write }) => write('packages/core/src/more.js', ''),
    /^working tree: expected nothing that is not committed, got \?\? packages\/core\/src\/more\.js$/,
  ],
  [
    'a working tree with a change',
    ({ write }) => write('packages/core/src/index.js', ''),
    /^working tree: .*got M packages\/core\/src\/index\.js$/,
  ],
  [
    'a package that is not in the fixed group',
    ({ write, commit }) => {
      write('packages/new/package.json', { name: '@mosa-js/new', version });
      commit();
    },
    /^\.changeset\/config\.json: fixed: expected every package that is not private, got a group without @mosa-js\/new$/,
  ],
  [
    'versions that differ',
    ({ write, read, commit }) => {
      write('packages/tfjs/package.json', { ...read('packages/tfjs/package.json'), version: '0.2.0' });
      commit();
    },
    /^versions: expected one version of all packages, got 0\.1\.0 \(@mosa-js\/conformance\), 0\.2\.0 \(@mosa-js\/tfjs\)$/,
  ],
  [
    'a package that depends on another version of ours',
    ({ write, read, commit }) => {
      const dependencies = { '@mosa-js/core': '^0.1.0' };
      write('packages/tfjs/package.json', { ...read('packages/tfjs/package.json'), dependencies });
      commit();
    },
    /^@mosa-js\/tfjs: dependencies: expected @mosa-js\/core 0\.1\.0, with which it is released, got \^0\.1\.0$/,
  ],
  [
    'version 0.0.0',
    ({ write, read, commit }) => {
      for (const name of ['core', 'conformance', 'tfjs']) {
        const dependencies = name === 'core' ? {} : { '@mosa-js/core': '0.0.0' };
        write(`packages/${name}/package.json`, {
          ...read(`packages/${name}/package.json`),
          version: '0.0.0',
          dependencies,
        });
      }
      commit();
    },
    /^version: expected one that changesets gave, got 0\.0\.0\. Run: npm run release:version/,
  ],
  [
    'a changeset that is in no version',
    ({ write, commit }) => {
      write('.changeset/one.md', '---\n"@mosa-js/core": minor\n---\n\nNew.\n');
      commit();
    },
    /^\.changeset: expected no changeset that is in no version, got 1 left, such as \.changeset\/one\.md/,
  ],
  [
    'a changeset for a private package',
    ({ write, commit }) => {
      write('.changeset/one.md', "---\n'@mosa-js/core': minor\n'@mosa-js/app-site': patch\n---\n\nNew.\n");
      commit();
    },
    /^\.changeset\/one\.md: expected packages that are published, got @mosa-js\/app-site, which is private/,
  ],
  [
    'a changeset for a package that is not there',
    ({ write, commit }) => {
      write('.changeset/one.md', '---\n"@mosa-js/cord": patch\n---\n\nNew.\n');
      commit();
    },
    /^\.changeset\/one\.md: expected packages that are published, got @mosa-js\/cord, which is not there$/,
  ],
  [
    'a tag of this version on another commit',
    ({ git, commit }) => {
      git('tag', `v${version}`);
      commit();
    },
    /^tag v0\.1\.0: expected no such tag, or one on this commit, [0-9a-f]{40}, got one on [0-9a-f]{40}$/,
  ],
  [
    'such a tag, with a message, at origin alone',
    ({ root, git, commit }) => {
      git('tag', '--annotate', `v${version}`, '--message', 'Released');
      const origin = temporaryFolder();
      git('clone', '--quiet', '--bare', root, origin);
      git('tag', '--delete', `v${version}`);
      git('remote', 'add', 'origin', origin);
      commit();
    },
    /^tag v0\.1\.0 at origin: expected no such tag, or one on this commit/,
  ],
  [
    'an origin that does not answer',
    ({ git }) => git('remote', 'add', 'origin', '/nowhere/at/all'),
    /^origin: expected a repository that tells its tags, got .*nowhere/,
  ],
  [
    'checks that fail',
    ({ write, commit }) => {
      write('.ci/run', 'exit 7\n');
      commit();
    },
    /^\.ci\/run: expected every check passed, got exit code 7$/,
  ],
  [
    'checks that write into the working tree',
    ({ write, commit }) => {
      write('.ci/run', 'echo changed > packages/core/src/index.js\n');
      commit();
    },
    /^working tree: .*got M packages\/core\/src\/index\.js$/,
  ],
];
describe('refuses, before it packs anything', () => {
  it.each(refusals)('%s', async (_what, spoil, message) => {
    spoil(repository);
    await expect(run({ publish: true })).rejects.toThrow(
      expect.objectContaining({ name: 'Refusal', message: expect.stringMatching(message) }),
    );
    expect(existsSync(join(repository.root, 'tarballs'))).toBe(false);
  });

  it('no network', async () => {
    const gone = run({ publish: true, registry: 'http://127.0.0.1:9/' });
    await expect(gone).rejects.toThrow(/^http:\/\/127\.0\.0\.1:9\/: expected a registry that can be reached, got /);
  });

  it('a version before another as latest', async () => {
    const { write, read, commit } = repository;
    for (const name of ['core', 'conformance', 'tfjs']) {
      const text = JSON.stringify(read(`packages/${name}/package.json`)).replaceAll(version, '0.2.0-next.0');
      write(`packages/${name}/package.json`, text);
    }
    commit();
    await expect(run({})).rejects.toThrow(/^--tag: expected another tag than latest for 0\.2\.0-next\.0/);
  });

  it('--checked without a record, and with one of another commit', async () => {
    await expect(run({ checked: true })).rejects.toThrow(
      /^--checked: expected \.ci\/run passed on .*got no record of it/,
    );
    await run({});
    await run({ checked: true });
    repository.commit();
    await expect(run({ checked: true })).rejects.toThrow(/^--checked: .*got [0-9a-f]{40} with Node v/);
    rmSync(join(repository.root, 'node_modules'), { recursive: true });
    await expect(run({ checked: true })).rejects.toThrow(/no record of it/);
  });
});

describe('refuses results', () => {
  const file = 'apps/conformance/report/report.json';
  const changed = (change) => {
    const files = reports(sourcesHash(repository.root));
    change(files, files[file].backends[0]);
    repository.write('.ci/results.mjs', checks(files));
    repository.commit();
    return expect(run({ publish: true })).rejects;
  };

  it('of other sources, and shows both hashes and the date', async () => {
    const { root, write, commit } = repository;
    const before = sourcesHash(root);
    write('packages/core/src/index.js', '// changed since\n');
    commit();
    const message = `${file}: reference: expected results of these sources, ${sourcesHash(root)}, got results of ${before}, of 2026-11-26`;
    await expect(run({ publish: true })).rejects.toThrow(message);
  });

  it('that do not say of which sources', () =>
    changed((_, backend) => delete backend.origin).toThrow(/got results of sources that were not recorded/));

  it('that are not there', () =>
    changed((files) => delete files[file]).toThrow(
      `${file}: expected results of these sources, got no file. Run: npm run conformance`,
    ));

  it.each(['fail', 'xpass'])('with one %s', (status) =>
    changed((_, { cases }) => {
      cases[1] = { id: 'op/b', status, reason: 'wrong' };
    }).toThrow(`${file}: reference: expected no fail and no xpass, got 1 ${status}, first op/b`),
  );

  it('without a case', () =>
    changed((_, { cases }) => cases.pop()).toThrow(
      `${file}: reference: expected all 2 cases, got none of 1, such as op/b`,
    ));

  it('without a backend that continuous integration runs', () =>
    changed((files) => files[file].backends.pop()).toThrow(
      `${file}: gpu: expected a backend that continuous integration runs, got none`,
    ));

  it('of a backend that could not run', () =>
    changed((_, backend) => Object.assign(backend, { status: 'unavailable', reason: 'no GPU', cases: [] })).toThrow(
      `${file}: reference: expected a backend that ran, got unavailable: no GPU`,
    ));

  it('a matrix in the package that is of other sources', async () => {
    repository.writeMatrix('another');
    repository.commit();
    const message = `packages/conformance/matrix.json: reference in Node: expected results of these sources, ${sourcesHash(repository.root)}, got another of 2026-11-26. Run: npm run matrix`;
    await expect(run({ publish: true })).rejects.toThrow(message);
  });

  it('a matrix in the package with a failure', async () => {
    const { write, read, commit } = repository;
    const matrix = read('packages/conformance/matrix.json');
    matrix.backends[2].letters = '+f';
    write('packages/conformance/matrix.json', matrix);
    commit();
    await expect(run({})).rejects.toThrow(/matrix\.json: addon \(Node 22\): expected no fail and no xpass/);
  });
});

it('refuses a version that exists with other contents, dry as well', async () => {
  const { root, write, commit } = repository;
  const tarballs = await packGroup({ root, into: temporaryFolder() });
  const { url, token } = registry;
  await publishTarballs({ tarballs: tarballs.slice(0, 1), registry: url, token });
  write('packages/core/README.md', 'Other words.\n');
  commit();
  for (const options of [{}, { publish: true, checked: true }]) {
    const message =
      /^@mosa-js\/core@0\.1\.0 at .*: expected no such version, or one with the contents of this tarball, sha512-.*, got sha512-/;
    await expect(run(options)).rejects.toThrow(message);
  }
});
