import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fuzzCount, misconduct, randomCommandLines } from '@mosa-js/command/fuzz';
import { beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/run-command';
import { command, type Files, files, packageFolder, temporaryFolder } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

/** Values that are none of their option. */
const bad: Readonly<Record<string, readonly string[]>> = {
  'max-new-tokens': ['0', '1.5', 'x'],
  temperature: ['-0.1', 'hot'],
  'top-k': ['0', '2.5'],
  'top-p': ['0', '1.01', 'x'],
  'repetition-penalty': ['0', '-1'],
  seed: ['0.5', 'x'],
  'read-every': ['0', '1.5', 'x'],
  positions: ['0', '1048577'],
  capacity: ['0', '1.5', 'nothing'],
  tokens: ['0', 'x'],
  length: ['0', 'x', '1.5'],
  batch: ['0', '2.5'],
  windows: ['0', 'x'],
  'slots-count': ['0'],
  'slots-block': ['0', '8'],
  prefixes: ['0', '1,,2', 'x', '1.5'],
  layout: ['theirs'],
  dtype: ['int8', 'F32'],
  storage: ['fp16', 'int8'],
  'cache-storage': ['fp16', 'int8'],
  'shard-bytes': ['0', 'x'],
  opset: ['0', 'x'],
  triton: ['a/b'],
  ir: ['0', 'x'],
  'external-from': ['0', 'x'],
  backend: ['no-such', './no-such.mjs', '@mosa-js/reference:gpu', 'vitest/no'],
};
/** What names a file or a text, of which any may be good. */
const free = ['prompt', 'stop', 'text', 'out', 'tokenizer', 'config', 'like'];

describe.each(commands)('mosa-lm $name', ({ name, options }) => {
  const needed = () => [
    ...[name, given.causal],
    ...('prompt' in options ? ['--prompt', 'Few'] : []),
    ...('text' in options ? ['--text', given.text] : []),
    ...('out' in options ? ['--out', join(given.folder, 'out')] : []),
  ];

  it('has help, by each way to ask', async () => {
    const { code, stdout } = await command(name, '--help');
    expect(code).toBe(0);
    for (const option of Object.keys(options)) expect(stdout).toContain(`--${option}`);
    for (const words of [
      [name, 'x', '-h'],
      [name, '--no-such', '--help'],
      ['help', name],
    ])
      expect(await command(...words)).toEqual({ code: 0, stdout, stderr: '' });
    expect((await command('--help')).stdout).toContain(`  ${name} `);
  });

  it('refuses values that are none, empty ones, and two where there is one', async () => {
    for (const [option, { value, multiple }] of Object.entries<{ value?: string; multiple?: boolean }>(options)) {
      if (value === undefined) continue;
      const tries = [...(free.includes(option) ? [] : bad[option]!), ''].map((one) => [`--${option}=${one}`]);
      if (!multiple) tries.push([`--${option}=1`, `--${option}=1`]);
      for (const words of tries) {
        const others = needed().filter((word, i, all) => word !== `--${option}` && all[i - 1] !== `--${option}`);
        const { code, stdout, stderr } = await command(...others, ...words);
        expect({ words, code, stdout }).toEqual({ words, code: 1, stdout: '' });
        expect(stderr).toMatch(new RegExp(`^mosa-lm: --(${option}|slots-count)\\b.*\n$`));
      }
    }
    expect(readdirSync(given.folder)).not.toContain('out');
  });

  it('refuses no checkpoint, two of them, and an option that it does not have', async () => {
    const [, , ...rest] = needed();
    expect((await command(name, ...rest)).stderr).toBe(`mosa-lm: ${name}: expected one checkpoint, got none\n`);
    expect((await command(...needed(), 'two')).stderr).toMatch(/expected one checkpoint, got .*"two"\n$/);
    expect((await command(...needed(), '--no-such')).stderr).toMatch(/^mosa-lm: command line: .*'--no-such'/);
    if ('text' in options && name !== 'causality')
      expect((await command(name, 'x', '--out=y')).stderr).toMatch(/^mosa-lm: (--text|command line): /);
  });
});

it('the command itself has help and a version, and names what it does not know', async () => {
  expect((await command()).stdout).toContain('mosa-lm COMMAND CHECKPOINT');
  expect(await command('--version')).toMatchObject({ code: 0 });
  for (const words of [['no-such'], [''], ['help', 'no-such'], ['help', 'eval', 'eval']]) {
    const { code, stderr } = await command(...words);
    expect({ code, lines: stderr.split('\n').length }).toEqual({ code: 1, lines: 2 });
    expect(stderr).toMatch(/^mosa-lm: /);
  }
});

const spoil = [['--no-such-option'], ['two', 'words'], ['--backend', 'no-such', 'word'], ['--length', 'x', 'word']];
const plain = { version: { help: '' }, 'no-such': { value: 'X', help: '' } };
const fuzzed = [
  ...commands.map(({ name, options }) => ({
    start: [name],
    options,
    spoil,
    values: ['tfjs-cpu', './x', '1,2', '0.5'],
  })),
  { start: [], options: plain },
  { start: ['help'], options: plain, values: commands.map(({ name }) => name) },
];

it('every command line ends, in order, and leaves nothing behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-lm-fuzz-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    for (const words of randomCommandLines(fuzzed, fuzzCount(), 40)) {
      const conduct = await command(...words);
      expect({ words, wrong: misconduct('mosa-lm', conduct, [0, 1]), left: readdirSync(folder) }).toEqual({
        words,
        wrong: [],
        left: [],
      });
    }
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('--backend', () => {
  /** Runs a command in a project where these packages are installed. */
  async function inProject(packages: Readonly<Record<string, string>>, ...words: string[]) {
    const project = temporaryFolder();
    for (const [name, folder] of Object.entries(packages)) {
      mkdirSync(dirname(join(project, 'node_modules', name)), { recursive: true });
      symlinkSync(folder, join(project, 'node_modules', name), 'junction');
    }
    writeFileSync(join(project, 'adapter.mjs'), adapter);
    writeFileSync(join(project, 'odd.mjs'), 'export default () => ({ name: 1 });');
    const before = process.cwd();
    process.chdir(project);
    try {
      return await command('eval', given.causal, '--text', given.text, '--windows', '2', '--json', ...words);
    } finally {
      process.chdir(before);
    }
  }
  const reference = join(packageFolder, '../reference');
  const adapter = `
    import { createReferenceBackend } from '${pathToFileURL(join(reference, 'dist/index.js')).href}';
    export default createReferenceBackend;`;

  it('is the first that is installed', async () => {
    const { stdout } = await inProject({});
    expect(JSON.parse(stdout).backend.name).toBe('onnxruntime-node-cpu'); // beside the command
  });

  it.each([
    ['./adapter.mjs', 'reference'],
    ['@mosa-js/reference', 'reference'],
    ['@mosa-js/reference:cpu', 'reference'],
    ['@mosa-js/tfjs', 'tfjs-wasm'],
    ['@mosa-js/tfjs:cpu', 'tfjs-cpu'],
  ])('%s', async (name, wanted) => {
    const { code, stdout } = await inProject({ '@mosa-js/reference': reference }, '--backend', name);
    expect({ code, name: JSON.parse(stdout).backend.name }).toEqual({ code: 0, name: wanted });
  });

  it.each([
    ['./odd.mjs', /the adapter’s function did not return a Backend/],
    [
      'no-such-package',
      /^mosa-lm: --backend: expected one of reference, .* or an adapter's path or package, got "no-such-package"/,
    ],
    ['@mosa-js/reference:gpu', /^mosa-lm: --backend @mosa-js\/reference: expected a device of it: cpu, got "gpu"\n$/],
    ['@mosa-js/core', /exports no function/],
    [
      '@mosa-js/core/no',
      /^mosa-lm: --backend @mosa-js\/core\/no: expected an adapter that can be loaded, got .*'.\/no'/,
    ],
  ])('%s is refused in plain words', async (name, message) => {
    const { code, stdout, stderr } = await inProject(
      { '@mosa-js/reference': reference, '@mosa-js/core': join(packageFolder, '../core') },
      ...['--backend', name],
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
