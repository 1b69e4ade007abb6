import { beforeEach, describe, expect, it } from 'vitest';
import { sourcesHash } from '../../../scripts/sources.js';
import { createRepository } from './support/repository.js';

let repository;
beforeEach(() => {
  repository = createRepository();
  const { write, read } = repository;
  write('packages/command/package.json', { name: '@mosa-js/command', version: '0.0.0', private: true });
  write('packages/command/src/index.js', '');
  write('packages/conformance/golden/cases.json', '[]');
  write('packages/conformance/golden/README.md', 'What these are.');
  const { packages } = read('package-lock.json');
  packages['packages/tfjs'].peerDependencies = { tensors: '^4.0.0', perhaps: '*' };
  packages['packages/tfjs'].peerDependenciesMeta = { perhaps: { optional: true } };
  packages['node_modules/tensors'] = { version: '4.1.0', dependencies: { long: '^4.0.0' } };
  packages['node_modules/long'] = { version: '5.0.0' };
  packages['node_modules/tensors/node_modules/long'] = { version: '4.0.0' };
  packages['node_modules/unrelated'] = { version: '1.0.0' };
  write('package-lock.json', { packages });
});
const hash = () => sourcesHash(repository.root);
const lock = (path, change) => {
  const { packages } = repository.read('package-lock.json');
  packages[path] = { ...packages[path], ...change };
  repository.write('package-lock.json', { packages });
};

describe('counts', () => {
  it.each([
    ['a source', ({ write }) => write('packages/core/src/index.js', '// other')],
    [
      'a source of the private package that is bundled',
      ({ write }) => write('packages/command/src/index.js', '// other'),
    ],
    ['a new source', ({ write }) => write('packages/core/src/deep/more.js', '')],
    ['a golden file', ({ write }) => write('packages/conformance/golden/cases.json', '[1]')],
    ['the version of a peer', () => lock('node_modules/tensors', { version: '4.2.0' })],
    ['of what a peer depends on', () => lock('node_modules/tensors/node_modules/long', { version: '4.0.1' })],
    ['an optional peer that is there', () => lock('node_modules/perhaps', { version: '1.0.0' })],
  ])('%s', (_what, change) => {
    const before = hash();
    expect(hash()).toBe(before);
    change(repository);
    expect(hash()).not.toBe(before);
  });
});

describe('does not count', () => {
  it.each([
    [
      'a version of ours',
      ({ write, read }) =>
        write('packages/core/package.json', { ...read('packages/core/package.json'), version: '0.2.0' }),
    ],
    ['such a version in the lock file', () => lock('packages/core', { version: '0.2.0' })],
    ['a changelog', ({ write }) => write('packages/core/CHANGELOG.md', '# 0.2.0')],
    ['a document', ({ write }) => write('packages/conformance/golden/README.md', 'Other words.')],
    ['a test', ({ write }) => write('packages/core/test/one.test.js', '')],
    ['the matrix', ({ writeMatrix }) => writeMatrix('others')],
    ['a package that ours do not need', () => lock('node_modules/unrelated', { version: '2.0.0' })],
    ['another copy of one that they need', () => lock('node_modules/long', { version: '6.0.0' })],
  ])('%s', (_what, change) => {
    const before = hash();
    change(repository);
    expect(hash()).toBe(before);
  });
});

it('refuses a lock file without a package that one of ours needs', () => {
  const { packages } = repository.read('package-lock.json');
  delete packages['node_modules/tensors'];
  repository.write('package-lock.json', { packages });
  expect(hash).toThrow('package-lock.json: expected tensors, which packages/tfjs needs, got none. Run: npm install');
});
