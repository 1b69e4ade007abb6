import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readName } from '@mosa-js/command/backends';
import { describe, expect, test } from 'vitest';
import type { Report } from '../src';
import { finished, projectWithSuite, start, temporaryFolder } from './command';

describe('what a name means', () => {
  test.each([
    ['C:\\x.mjs', 'no file'],
    ['C:/x.mjs', 'no file'],
    ['\\\\host\\x.mjs', 'no file'],
    ['./a:b.mjs', 'no file'],
    ['../a:b.mjs', 'no file'],
    ['/a:b', 'no file'],
    ['file:///x.mjs', 'no file'],
    ['FILE:///x.mjs', 'no file'],
    ['file://host/x.mjs', 'no file'],
    ['file:', 'no file'],
    ['https://host/x.mjs', 'nothing'],
    ['', 'nothing'],
    ['@scope', 'nothing'],
    ['two words', 'nothing'],
    ['pack/deeper:cpu', 'nothing'],
    ['pack/deeper', 'module'],
    ['@scope/pack/deeper.js', 'module'],
  ])('%s → %s', (name, kind) => expect(readName(name, temporaryFolder()).kind).toBe(kind));

  test.each([
    ['pack', 'pack', undefined],
    ['pack:cpu', 'pack', 'cpu'],
    ['@scope/pack', '@scope/pack', undefined],
    ['@scope/pack:webgpu', '@scope/pack', 'webgpu'],
    ['pack:', 'pack', ''],
    ['c:wasm', 'c', 'wasm'],
    ['my-adapter.mjs', 'my-adapter.mjs', undefined],
  ])('%s → the package %s', (name, packageName, device) => {
    expect(readName(name, temporaryFolder())).toEqual({ kind: 'package', packageName, device });
  });

  // Windows has no file names with a colon.
  test.skipIf(process.platform === 'win32')('a file that is there is a file, whatever its name', () => {
    const folder = temporaryFolder();
    for (const name of ['a:b.mjs', 'pack:cpu', 'C:\\x.mjs', 'with space.mjs']) {
      const url = pathToFileURL(join(folder, name)).href;
      writeFileSync(join(folder, name), '');
      for (const spelled of [name, `./${name}`, join(folder, name), url]) {
        expect(readName(spelled, folder), spelled).toEqual({ kind: 'file', url });
      }
    }
  });
});

/** A project with a package of this name in it; its files by their names. */
function projectWith(name: string, files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const adapter = join(folder, 'node_modules', name);
  mkdirSync(adapter, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(adapter, file), text);
  return folder;
}

const reference = JSON.stringify(import.meta.resolve('@mosa-js/reference'));
const entry = `
  import { createReferenceBackend } from ${reference};
  const device = (name) => ({ description: name, packages: [], create: () => createReferenceBackend({ name }) });
  export const backends = {
    cpu: device('mine-cpu'),
    fast: device('mine-fast'),
    absent: { ...device('mine-absent'), packages: ['no-such-library', 'other'] },
    refused: {
      ...device('mine-refused'),
      create() { throw Object.assign(new Error('no such chip'), { code: 'unavailable' }); },
    },
  };`;
const manifest = JSON.stringify({ name: 'mine', type: 'module', exports: { './conformance': './conformance.js' } });
const few = ['--filter', 'op/neg', '--json', '-'];

async function reportOf(project: string, ...options: string[]) {
  const { code, stdout, stderr } = await finished(start([...options, ...few], project));
  return { code, stderr, backends: stdout === '' ? [] : (JSON.parse(stdout) as Report).backends };
}

describe('a package is enough', () => {
  const project = () => projectWith('mine', { 'package.json': manifest, 'conformance.js': entry });

  test('to run every device that it finds; those that cannot run are listed, and fail nothing', async () => {
    const { code, backends, stderr } = await reportOf(project(), '--backend', 'mine');
    expect(backends).toMatchObject([
      { name: 'mine-cpu', status: 'ran', asked: ['mine'] },
      { name: 'mine-fast', status: 'ran' },
      { name: 'mine:absent', status: 'unavailable', reason: 'not installed: npm install mine no-such-library other' },
      { name: 'mine:refused', status: 'unavailable', reason: 'no such chip' },
    ]);
    expect(code).toBe(0);
    expect(stderr.split('\n').at(-2)).toMatch(/^passed \(suite \d+\.\d+\.\d+\)$/);
  });

  test('one of its devices runs alone, and two of them together once each', async () => {
    const folder = project();
    const alone = await reportOf(folder, '--backend', 'mine:fast');
    expect(alone.backends.map(({ name }) => name)).toEqual(['mine-fast']);
    const both = await reportOf(folder, '--backend', 'mine:fast,mine:cpu,mine:fast');
    expect(both.backends.map(({ name }) => name)).toEqual(['mine-fast', 'mine-cpu']);
  });

  test('a device that cannot run fails where it was named', async () => {
    const { code, stderr } = await reportOf(project(), '--backend', 'mine:absent,mine:cpu');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^FAILED .*mine:absent: unavailable$/m);
  });

  test('a device that is not there is a wrong command line, which lists those that are', async () => {
    const { code, stderr } = await reportOf(project(), '--backend', 'mine:cuda');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'mosa-conformance: --backend mine: expected a device of it: cpu, fast, absent, refused, got "cuda"\n',
    });
  });

  test('a package whose every device is unavailable fails where it was named, and not where it is optional', async () => {
    const none = `${entry} delete backends.cpu; delete backends.fast;`;
    const folder = projectWith('mine', { 'package.json': manifest, 'conformance.js': none });
    expect((await reportOf(folder, '--backend', 'mine,reference')).code).toBe(1);
    expect((await reportOf(folder, '--backend', 'reference', '--optional', 'mine')).code).toBe(0);
  });

  test('backends of one name are told apart', async () => {
    const same = entry.replace('mine-fast', 'mine-cpu');
    const folder = projectWith('mine', { 'package.json': manifest, 'conformance.js': same });
    const { backends } = await reportOf(folder, '--backend', 'mine:cpu,mine:fast');
    expect(backends.map(({ name }) => name)).toEqual(['mine-cpu (mine:cpu)', 'mine-cpu (mine:fast)']);
  });

  test.each([
    ['throws', "throw new Error('a broken entry')", /a broken entry/],
    ['throws nothing', 'throw null', /it threw null/],
    ['exits', 'process.exit(0)', /mine\/conformance ended with exit code 0/],
    ['has no devices', 'export const backends = {}', /a record from the names of devices .* got \{\}/],
    ['has a list', 'export const backends = []', /a record from the names of devices .* got \[\]/],
    ['has another export', 'export default 3', /got no such export/],
    ['lacks a file', "import './none.js'", /Cannot find module/],
    ['lacks a package', "import 'no-such-package'", /Cannot find package 'no-such-package'/],
  ])('an entry that %s is that package’s failure', async (_how, text, reason) => {
    const folder = projectWith('mine', { 'package.json': manifest, 'conformance.js': text });
    const { code, backends } = await reportOf(folder, '--backend', 'mine,reference');
    expect(code).toBe(1);
    expect(backends[0]!.cases[0]).toMatchObject({ id: 'backend/start', status: 'fail' });
    expect(backends[0]!.cases[0]!.reason).toMatch(reason);
    expect(backends[1]!.cases.every(({ status }) => status === 'pass')).toBe(true);
  });

  test('ours is found beside the suite, too, and is unavailable where it is not installed', async () => {
    const { backends } = await reportOf(temporaryFolder(), '--backend', '@mosa-js/reference:cpu');
    expect(backends).toMatchObject([{ name: 'reference', status: 'ran' }]);
    const { bin, project } = projectWithSuite();
    const { code, stdout } = await finished(start(['--backend', '@mosa-js/tfjs,reference', ...few], project, bin));
    const [cpu, wasm, reference] = (JSON.parse(stdout) as Report).backends;
    expect(code).toBe(1);
    expect(reference).toMatchObject({ name: 'reference', status: 'ran' });
    for (const [name, backend] of Object.entries({ 'tfjs-cpu': cpu, 'tfjs-wasm': wasm })) {
      const reason = expect.stringContaining('not installed: npm install @mosa-js/tfjs @tensorflow/tfjs-core');
      expect(backend).toMatchObject({ name, status: 'unavailable', reason });
    }
  });

  test('a package without the entry is one backend, and has no devices', async () => {
    const index = `export { createReferenceBackend as default } from ${reference};`;
    const plain = JSON.stringify({ name: 'mine', type: 'module', main: './index.js' });
    const folder = projectWith('mine', { 'package.json': plain, 'index.js': index });
    expect((await reportOf(folder, '--backend', 'mine')).backends).toMatchObject([
      { name: 'reference', status: 'ran' },
    ]);
    const { stderr, code } = await reportOf(folder, '--backend', 'mine:cpu');
    expect(code).toBe(1);
    expect(stderr).toContain('--backend mine: expected mine/conformance, which names the devices, got "cpu"');
  });
});
