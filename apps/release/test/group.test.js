import { beforeEach, describe, expect, it } from 'vitest';
import { readGroup } from '../src/group.js';
import { createRepository } from './support/repository.js';

let repository;
beforeEach(() => {
  repository = createRepository();
});
const names = () => readGroup(repository.root).map(({ name }) => name);
const manifest = (path, change) =>
  repository.write(`${path}/package.json`, { ...repository.read(`${path}/package.json`), ...change });
const fixed = (...groups) =>
  repository.write('.changeset/config.json', { fixed: groups.map((group) => group.map((name) => `@mosa-js/${name}`)) });

it('is in the order of dependencies, those of peers as well', () => {
  expect(names()).toEqual(['@mosa-js/core', '@mosa-js/conformance', '@mosa-js/tfjs']);
  manifest('packages/conformance', { peerDependencies: { '@mosa-js/tfjs': '0.1.0' } });
  expect(names()).toEqual(['@mosa-js/core', '@mosa-js/tfjs', '@mosa-js/conformance']);
});

it('is this repository’s, whose every package comes after those that it depends on', () => {
  const group = readGroup(new URL('../../..', import.meta.url).pathname);
  expect(group.length).toBeGreaterThan(8);
  for (const [i, { name, manifest: own }] of group.entries()) {
    for (const other of Object.keys(own.dependencies ?? {}).filter((one) => one.startsWith('@mosa-js/'))) {
      expect(
        group.slice(0, i).map((one) => one.name),
        name,
      ).toContain(other);
    }
  }
});

describe('refuses', () => {
  it.each([
    ['a group that lacks a package', () => fixed(['core', 'tfjs']), 'got a group without @mosa-js/conformance'],
    [
      'a group with a package that is not there',
      () => fixed(['core', 'conformance', 'tfjs', 'gone']),
      'got @mosa-js/gone, which is not there',
    ],
    [
      'a group with a private package',
      () => fixed(['core', 'conformance', 'tfjs', 'app-site']),
      'got @mosa-js/app-site, which is private',
    ],
    ['a package twice', () => fixed(['core', 'conformance', 'tfjs', 'core']), 'got @mosa-js/core twice'],
    [
      'two groups',
      () => fixed(['core'], ['conformance', 'tfjs']),
      '.changeset/config.json: fixed: expected one group, got 2',
    ],
    ['no group', () => fixed(), '.changeset/config.json: fixed: expected one group, got 0'],
    [
      'a circle',
      () => manifest('packages/core', { dependencies: { '@mosa-js/tfjs': '0.1.0' } }),
      'dependencies: expected an order, got a circle of ',
    ],
    [
      'a configuration that is no JSON',
      () => repository.write('.changeset/config.json', '{'),
      '.changeset/config.json: expected a file with JSON, got ',
    ],
  ])('%s', (_what, spoil, message) => {
    spoil();
    expect(names).toThrow(message);
  });
});
