import { defaultBackends } from '@mosa-js/command/backends';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../src/cli/options';
import { modelConfig } from '../src/model/config';
import { checkSettings, fieldNames, fields, flagOf } from '../src/settings/fields';
import { presetNames, presetOf } from '../src/settings/presets';
import { lab, small, temporaryFolder, textFile } from './support/command';

describe('settings', () => {
  it('are all flags, and are read as what they are', () => {
    const flags = ['--learning-rate', '3e-4', '--steps', '7', '--include-first', 'false', '--sparse', 'fixed'];
    expect(parseOptions(flags, {}).settings()).toEqual({
      learningRate: 3e-4,
      steps: 7,
      includeFirst: false,
      sparse: 'fixed',
    });
  });

  it.each(presetNames)('preset %s is complete and in range', (name) => {
    const { about, settings } = presetOf(name);
    expect(about).not.toBe('');
    expect(Object.keys(settings).sort()).toEqual([...fieldNames].sort());
  });

  const needed = fieldNames.filter(
    (name) => fields[name].expected !== 'a path or nothing' && fields[name].absent === undefined,
  );

  it.each(needed)('refuses no %s', (name) => {
    const { [name]: _, ...rest } = presetOf('tiny').settings;
    expect(() => checkSettings(rest, 'file')).toThrow(`file: ${name}: expected ${fields[name].expected}, got nothing`);
  });

  it('takes files from before there was accumulate as without it', () => {
    const { accumulate: _, ...before } = presetOf('tiny').settings;
    expect(checkSettings({ ...before }, 'file')).toEqual({ ...before, accumulate: 1 });
  });

  it('takes files from before there was what nanoGPT has as without it, and names it in models that have it', () => {
    const later = { attentionDropout: 0.2, tiedOutput: true };
    const { attentionDropout: _, tiedOutput: __, headDeviation: ___, ...before } = presetOf('tiny').settings;
    const read = checkSettings({ ...before }, 'file');
    expect(read).toEqual({ ...before, attentionDropout: 0, tiedOutput: false, headDeviation: 0 });
    for (const name of Object.keys(later)) expect(modelConfig(read, 20)).not.toHaveProperty(name);
    expect(modelConfig({ ...read, ...later }, 20)).toMatchObject(later);
  });

  it.each([
    [3, 'file: accumulate: expected a divisor of the batch of 4, got 3'],
    [8, 'a divisor of the batch of 4, got 8'],
    [0, 'file: accumulate: expected a whole number from 1, got 0'],
    [null, 'a whole number from 1, got null'],
  ])('refuses accumulate %j', (accumulate, message) => {
    expect(() => checkSettings({ ...presetOf('tiny').settings, accumulate }, 'file')).toThrow(message);
  });

  it('refuses what it does not know', () => {
    expect(() => checkSettings({ ...presetOf('tiny').settings, stepz: 1 }, 'file')).toThrow(/got "stepz"/);
  });
});

describe('the command line', () => {
  it.each(['train', 'eval', 'isoflop', 'agree', 'memory', 'report', 'pack'])('%s has help', async (name) => {
    const { code, stdout } = await lab(name, '--help');
    expect(code).toBe(0);
    expect(stdout).toContain(`lab ${name}`);
  });

  it('helps by help, too, and tells its version', async () => {
    expect(await lab('help')).toEqual(await lab('--help'));
    expect(await lab('help', 'train')).toEqual(await lab('train', '--help'));
    expect(await lab('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/),
      stderr: '',
    });
  });

  it('lists commands, presets and backends', async () => {
    const { code, stdout } = await lab('--help');
    expect(code).toBe(0);
    for (const word of ['isoflop', ...presetNames, ...defaultBackends.map(({ name }) => name)])
      expect(stdout).toContain(word);
  });

  it.each([
    [['fly'], /command: expected train, eval/],
    [['train', '--stepz', '3'], /Unknown option '--stepz'/],
    [['train', '--steps', '1.5'], /--steps: expected a whole number from 1, got "1.5"/],
    [['train', '--sparse', 'moza'], /--sparse: expected mosa or fixed or routing/],
    [['train', '--preset', 'huge'], /--preset: expected nanogpt-small/],
    [['train', '--data', 'no-such.txt'], /no-such.txt: expected a text file .*MOSA_DATA.*, got none at/],
    [['train', 'fast'], /expected only options \(see --help\), got fast/],
    [['train', '--dense-heads', '0', '--sparse-heads', '0', '--preset', 'tiny'], /at least one head/],
    [['train', '--from', 'no-such.json'], /no-such.json: expected a run's JSON/],
    [['isoflop', '--kinds', 'mosa,dense'], /--kinds: expected mosa, fixed, routing, got dense/],
    [['isoflop', '--dense-heads', '3'], /denseHeads: expected more than the 4 that stay/],
    [['isoflop', '--parallel', '0'], /--parallel: expected whole numbers from 1/],
    [['isoflop', '--match', 'perplexity', '--dense-heads', '4'], /denseHeads: expected more than the 4 that stay/],
    [['isoflop', '--match', 'loss'], /--match: expected flops, perplexity, got "loss"/],
    [['isoflop', '--pairs', '3'], /--pairs: expected --match perplexity with it, got --match flops/],
    [['isoflop', '--match', 'perplexity', '--seeds', '1'], /--seeds: expected --match flops with it, got --match perp/],
    [['memory', '--backend', 'onnxruntime-node-cpu'], /--backend: expected tfjs-cpu, tfjs-wasm, tfjs-webgpu/],
    [['agree', '--backend', 'tfjs'], /--backend: expected reference, tfjs-cpu/],
    [['eval'], /eval: expected one folder or checkpoint/],
    [['report'], /report: expected the JSON of one or more runs, got none/],
    [['pack', '--out', 'lab.zip'], /expected a file .tar.xz or .tar.gz/],
    [
      ['train', '--evaluate-every', '0'],
      /--evaluate-every: expected a whole number from 1 \(as many as --steps for one/,
    ],
    [['train', '--steps', '1', '--steps', '2'], /--steps: expected one value, got "1" and "2"/],
    [['train', '--out', ''], /--out: expected a value, got an empty one/],
    [['train', '--data='], /--data: expected a value, got an empty one/],
    [['train', '--minutes', '1e9'], /--minutes: expected numbers from 0 to 35791, got "1e9"/],
    [['train', '--preset', 'constructor'], /--preset: expected nanogpt-small/],
    [['memory', '--backend', 'constructor'], /--backend: expected tfjs-cpu/],
    [['agree', '--backend', 'reference,'], /--backend: expected reference, .*, got ""/],
    [['isoflop', '--seeds', '1,,2'], /--seeds: expected whole numbers from 0, got ""/],
    [['eval', ''], /"": expected a folder of a run or a checkpoint/],
    [['help', 'fly'], /command: expected train, eval/],
    [['help', 'train', 'eval'], /help: expected the name of one command, got train eval/],
  ])('says plainly what is wrong with %j', async (commandLine, message) => {
    const { code, stdout, stderr } = await lab(...commandLine);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^lab: [^\n]+\n$/);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });

  it('refuses a place for results that cannot be written before it trains', async () => {
    const folder = temporaryFolder();
    const words = small(textFile(folder));
    const { code, stderr } = await lab('train', ...words, '--out', `${folder}/a`, '--json', '/proc/x/y.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/--json \/proc\/x\/y.json: expected a file that can be written/);
    expect(stderr).not.toContain('step');
  });

  it('says flags as they are written', () => expect(flagOf('minLearningRate')).toBe('min-learning-rate'));
});
