import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sourcesHash } from '../../../../scripts/sources.js';
import { temporaryFolder } from './folders.js';

export const version = '0.1.0';
/** What continuous integration runs here. */
export const wanted = {
  backends: { Node: ['reference', 'gpu'], 'Node 22': ['addon'], 'Node 24': ['addon'], Chromium: ['reference'] },
  ids: ['op/a', 'op/b'],
};

/** Made once for a file of tests, since git takes its time. */
const template = temporaryFolder();

/**
 * A git repository of three packages, ready for its release: conformance and tfjs depend on core. Its checks write the
 * results that the suite would.
 */
export function createRepository() {
  if (!existsSync(join(template, '.git'))) fill(template);
  const root = temporaryFolder();
  cpSync(template, root, { recursive: true });
  return repositoryAt(root);
}

function repositoryAt(root) {
  const write = (path, content) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  };
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const git = (...words) => {
    const who = ['-c', 'user.name=test', '-c', 'user.email=test@localhost', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...words], { cwd: root, encoding: 'utf8' }).trim();
  };
  const commit = (message = 'A change') => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message', message);
    return git('rev-parse', 'HEAD');
  };
  return { root, write, read, git, commit, writeMatrix };

  function writeMatrix(sources = sourcesHash(root)) {
    const columns = Object.entries(wanted.backends).flatMap(([system, names]) =>
      names.map((name) => ({
        name: `${name} (${system})`,
        status: 'ran',
        letters: '++',
        origin: origin(sources, system),
      })),
    );
    write('packages/conformance/matrix.json', { suite: version, cases: wanted.ids, backends: columns });
  }
}

function fill(root) {
  const { write, git, commit, writeMatrix } = repositoryAt(root);
  const ours = { core: {}, conformance: { '@mosa-js/core': version }, tfjs: { '@mosa-js/core': version } };
  write('package.json', { name: 'some', private: true, workspaces: ['packages/*', 'apps/*'] });
  write('.gitignore', 'node_modules/\ndist/\nreport/\nreport-browser/\n*.tgz\n');
  write('.npmrc', 'ignore-scripts=true\n');
  write('.changeset/config.json', { fixed: [Object.keys(ours).map((name) => `@mosa-js/${name}`)] });
  write('apps/site/package.json', { name: '@mosa-js/app-site', version: '0.0.0', private: true });
  write('package-lock.json', { packages: lockOf(ours) });
  for (const [name, dependencies] of Object.entries(ours)) {
    write(`packages/${name}/package.json`, {
      name: `@mosa-js/${name}`,
      version,
      dependencies,
      files: ['src', 'matrix.json'],
    });
    write(`packages/${name}/src/index.js`, `export const name = '${name}';\n`);
  }
  writeMatrix();
  // Without every case in the browser there are no results that a release could stand on.
  write('.ci/run', `#!/bin/sh\n[ "$1" = --whole ] || exit 9\nexec node .ci/results.mjs\n`);
  write('.ci/results.mjs', checks(reports(sourcesHash(root))));
  git('init', '--quiet', '--initial-branch=main');
  commit('The first version');
}

const lockOf = (ours) =>
  Object.fromEntries([
    ['', {}],
    ...Object.entries(ours).map(([name, dependencies]) => [`packages/${name}`, { version, dependencies }]),
    ...Object.keys(ours).map((name) => [`node_modules/@mosa-js/${name}`, { link: true, resolved: `packages/${name}` }]),
  ]);

export const origin = (sources, system) => ({ sources, date: '2026-11-26', system: `${system}.1, linux x64` });

/** The reports of all runs, by file. */
export function reports(sources) {
  const home = 'apps/conformance/report';
  const files = {
    Node: `${home}/report.json`,
    'Node 22': `${home}/node-22.json`,
    'Node 24': `${home}/node-24.json`,
    Chromium: 'apps/conformance/report-browser/report.json',
  };
  return Object.fromEntries(
    Object.entries(wanted.backends).map(([system, names]) => {
      const cases = wanted.ids.map((id) => ({ id, status: 'pass' }));
      const about = { device: 'cpu', library: 'some 1', status: 'ran', origin: origin(sources, system), cases };
      return [files[system], { suite: version, backends: names.map((name) => ({ name, ...about })) }];
    }),
  );
}

/** A script that leaves reports, and a folder for the record of an install. */
export const checks = (files) => `
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
mkdirSync('node_modules', { recursive: true });
for (const [file, report] of Object.entries(${JSON.stringify(files)})) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report));
}
`;
