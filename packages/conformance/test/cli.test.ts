import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownBackends, type Report } from '../src';
import { command, finished, fixture, projectWithSuite, start, temporaryFolder } from './command';
import { expectWellFormed } from './well-formed';

const few = ['--filter', 'op/sigmoid'];
const stackTrace = /\n\s+at /;

describe('a run that passes', () => {
  test('prints a table and exits 0', async () => {
    const { code, stdout } = await command('run', '--backend', 'reference', ...few);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^reference +cpu +@mosa-js\/reference \S+ +\d+ pass/m);
    expect(stdout).toMatch(/^passed/m);
  });

  test('prints nothing but JSON with --json -', async () => {
    const { code, stdout, stderr } = await command('--backend', 'reference', ...few, '--json', '-');
    const report = JSON.parse(stdout) as Report;
    const version = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^passed/m);
    expect(report.suite).toBe(version);
    expect(report.backends).toHaveLength(1);
    expect(report.backends[0]).toMatchObject({ name: 'reference', device: 'cpu', status: 'ran' });
    for (const { id, status } of report.backends[0]!.cases) {
      expect(id).toMatch(/^op\/sigmoid/);
      expect(status).toBe('pass');
    }
  });

  test('writes every report, also into folders that are not there yet, and leaves nothing else', async () => {
    const folder = join(temporaryFolder(), 'deep', 'deeper');
    const paths = ['--json', join(folder, 'r.json'), '--junit', join(folder, 'r.xml'), '--html', folder];
    const { code } = await command('--backend', 'reference', ...few, ...paths);
    expect(code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['index.html', 'r.json', 'r.xml']);
    expectWellFormed(readFileSync(join(folder, 'r.xml'), 'utf8'));
    expect(JSON.parse(readFileSync(join(folder, 'r.json'), 'utf8')).backends).toHaveLength(1);
    expect(readFileSync(join(folder, 'index.html'), 'utf8')).not.toMatch(/(src|href)=["']?https?:/);
  });

  test('keeps a library’s own prints out of the output', async () => {
    const { code, stdout, stderr } = await command(...fixture('noisy'), ...few);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^noisy /m);
    expect(stdout + stderr).not.toContain('NOISE');
  });

  test('takes names with commas and runs each once', async () => {
    const { stdout } = await command(
      '--backend',
      'reference,./test/fixtures/noisy.mjs,reference',
      ...few,
      '--json',
      '-',
    );
    expect((JSON.parse(stdout) as Report).backends.map(({ name }) => name)).toEqual(['reference', 'noisy']);
  });
});

describe('in a project that has installed the suite and no adapter', () => {
  const others = knownBackends
    .filter(({ name, byNameOnly }) => name !== 'reference' && !byNameOnly)
    .map(({ name }) => name);

  test('every known backend is listed, and those that are not installed do not fail the run', async () => {
    const { bin, project } = projectWithSuite();
    const { code, stdout } = await finished(start([...few, '--json', '-'], project, bin));
    const [reference, ...rest] = (JSON.parse(stdout) as Report).backends;
    expect(code).toBe(0);
    expect(reference).toMatchObject({ name: 'reference', status: 'ran' });
    expect(rest.map(({ name }) => name)).toEqual(others);
    for (const { status, reason, cases } of rest) {
      expect(status).toBe('unavailable');
      expect(reason).toMatch(/^not installed: npm install @mosa-js\/[\w-]+ \S+/);
      expect(cases).toEqual([]);
    }
  });

  test('one that was named fails the run', async () => {
    const { bin, project } = projectWithSuite();
    const { code, stdout } = await finished(start(['--backend', 'reference,tfjs-cpu', ...few], project, bin));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}tfjs-cpu: not installed: npm install .*@tensorflow\/tfjs-backend-cpu$/m);
    expect(stdout).toMatch(/^FAILED .*tfjs-cpu: unavailable$/m);
  });
});

describe('a backend from elsewhere', () => {
  test('may be a package of the working directory', async () => {
    const folder = temporaryFolder();
    const adapter = join(folder, 'node_modules', 'my-adapter');
    mkdirSync(adapter, { recursive: true });
    const noisy = new URL('./fixtures/noisy.mjs', import.meta.url).href;
    writeFileSync(join(adapter, 'index.js'), `export { createBackend as default } from ${JSON.stringify(noisy)};`);
    const manifest = { name: 'my-adapter', type: 'module', exports: { '.': { import: './index.js' } } };
    writeFileSync(join(adapter, 'package.json'), JSON.stringify(manifest));
    const { code, stdout } = await finished(start(['--backend', 'my-adapter', ...few], folder));
    expect(stdout).toMatch(/^noisy /m);
    expect(code).toBe(0);
  });

  test.each([
    ['wrong-export', /exports no function/],
    ['not-a-backend', /did not return a Backend/],
    ['unavailable', /a quantum computer/],
  ])('%s: unavailable with the reason, and a failure since it was named', async (name, reason) => {
    const { code, stdout, stderr } = await command(...fixture(name), '--backend', 'reference', ...few);
    expect(code).toBe(1);
    expect(stdout).toMatch(reason);
    expect(stdout).toMatch(/^reference .* pass/m);
    expect(stdout + stderr).not.toMatch(stackTrace);
  });

  test('with wrong numbers fails, and the table says where', async () => {
    const { code, stdout } = await command(...fixture('wrong'), ...few);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ {2}fail op\/sigmoid\S* \(\w+\): /m);
    expect(stdout).toMatch(/^FAILED .*wrong: \d+ fail$/m);
  });
});

describe('a command line that is wrong', () => {
  test.each([
    ['an unknown backend', ['--backend', 'tfjs-gpu'], /one of reference, tfjs-cpu.*"tfjs-gpu"/],
    ['an empty backend', ['--backend', 'reference,'], /--backend: expected one of/],
    ['a path that is not there', ['--backend', './no/such.mjs'], /no such file: .*such\.mjs/],
    ['an unknown option', ['--bakend', 'reference'], /Unknown option '--bakend'/],
    ['an option without its value', ['--backend'], /--backend/],
    ['an unknown command', ['walk'], /expected 'run'.*got walk/],
    ['an unknown GPU', ['--gpu', 'loud'], /--gpu: expected auto, software, none, got "loud"/],
    ['a time limit of 0', ['--time-limit', '0'], /--time-limit: expected seconds/],
    ['a time limit in words', ['--time-limit', 'long'], /--time-limit: expected seconds.*"long"/],
    ['a filter that matches nothing', ['--filter', 'no/such'], /"no\/such"/],
    ['no golden files', ['--golden', './test/no-such-folder'], /no-such-folder/],
    ['a report that is a folder', ['--json', './test'], /--json \.\/test: expected a file that can be written/],
    ['a report under a file', ['--html', './package.json/page'], /--html .*package\.json/],
    ['a report in a file', ['--junit', './package.json/x.xml'], /--junit .*package\.json/],
  ])('%s', async (_, commandLine, message) => {
    const { code, stdout, stderr } = await command('--backend', 'reference', ...commandLine);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mosa-conformance: /);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1); // no stack trace, and nothing was run
    expect(stdout).toBe('');
  });
});

describe('information', () => {
  test('--help names every option and every known backend', async () => {
    const { code, stdout } = await command('--help');
    expect(code).toBe(0);
    for (const word of ['--backend', '--golden', '--filter', '--json', '--html', '--junit', '--list', 'tfjs-wasm']) {
      expect(stdout).toContain(word);
    }
  });

  test('--version prints the version', async () => {
    expect((await command('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });

  test('--list prints the ids that start with the filter and runs nothing', async () => {
    const { code, stdout } = await command('--list', '--filter', 'select/');
    const ids = stdout.trim().split('\n');
    expect(code).toBe(0);
    expect(ids.length).toBeGreaterThan(1);
    expect(ids.every((id) => id.startsWith('select/'))).toBe(true);
  });
});
