import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReferenceBackend } from '@mosa-js/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { attentionOf, calibrateThresholds, characterTokenizer, encodeText, train } from '../../src/index';
import { loadCheckpoint } from '../../src/node/index';
import { backends, command, ended, type Files, files, inShell, sentence, temporaryFolder } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

const mosaOf = (config: Parameters<typeof attentionOf>[0]) =>
  attentionOf(config).map(
    (attention) => (attention as { parts: readonly { selection?: unknown }[] }).parts[0]!.selection,
  );

describe('calibrate', () => {
  it.each(backends)('%s: writes what the library gives, and all else as it was', async (backend) => {
    const out = join(temporaryFolder(), 'made/causal.safetensors');
    const words = ['--text', given.text, '--out', out, '--tokens', '480', '--json', '-b', backend];
    const { code, stdout } = await command('calibrate', given.expert, ...words);
    expect(code).toBe(0);
    const tokenizer = characterTokenizer(sentence);
    const data = encodeText(tokenizer, readFileSync(given.text, 'utf8'));
    const same = await calibrateThresholds(createReferenceBackend(), given.checkpoint, data, {
      batch: 2,
      length: 24,
      tokens: 480,
    });
    const made = await loadCheckpoint(out);
    const { best, state, ...rest } = await loadCheckpoint(given.expert);
    expect(best).toBeDefined();
    expect(made).toMatchObject({ ...rest, config: same.config });
    expect(made.best).toBeUndefined();
    expect(made.state.step).toBe(12);
    expect(made.state.moments).toEqual(state.moments);
    expect(made.state.parameters).toEqual(state.parameters);
    for (const [name, { data: thresholds }] of Object.entries(same.state.buffers))
      for (const [head, value] of made.state.buffers![name]!.data.entries())
        expect(value).toBeCloseTo(thresholds[head]!, 4);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ checkpoint: given.expert, out, tokens: 480, length: 24, batch: 2 });
    expect(result.heads).toHaveLength(6);
  });

  it('shows target and reached share of each head', async () => {
    const out = join(temporaryFolder(), 'causal.safetensors');
    const words = ['--text', given.text, '--out', out, '--capacity', 'none', '-b', 'reference'];
    const { stdout, stderr } = await command('calibrate', given.expert, ...words);
    expect(stdout.split('\n')[0]).toMatch(/^layer +head +threshold +target +above +processed$/);
    expect(stdout.match(/^[01] +parts\.0\.[012] +-?[\d.]+ +25\.00 % +[\d.]+ % +[\d.]+ %$/gm)).toHaveLength(6);
    expect(stderr).toMatch(/^(layer \d of 2, \d+ s\n)*thresholds of 6 heads from \d+ tokens\n$/);
    expect(mosaOf((await loadCheckpoint(out)).config)).toEqual([{ rule: 'causal' }, { rule: 'causal' }]);
  });

  it('gives heads the capacity and the slots that are asked for', async () => {
    const out = join(temporaryFolder(), 'causal.safetensors');
    const words = ['--text', given.text, '--out', out, '--capacity', '5', '--slots-count', '4', '--slots-block', '8'];
    expect((await command('calibrate', given.expert, ...words, '-b', 'reference')).code).toBe(0);
    const selection = { rule: 'causal', capacity: 5, slots: { count: 4, block: 8 } };
    expect(mosaOf((await loadCheckpoint(out)).config)).toEqual([selection, selection]);
    const { code, stderr } = await command('calibrate', out, ...words, '--force', '-b', 'reference');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `mosa-lm: ${out}: expected a checkpoint with heads of expert choice for --capacity and --slots, got heads that are causal, which keep their own\n`,
    });
  });

  it('replaces a file only by force', async () => {
    const out = join(temporaryFolder(), 'mine');
    writeFileSync(out, 'mine');
    const words = ['calibrate', given.expert, '--text', given.text, '--out', out, '-b', 'reference'];
    const { code, stderr } = await command(...words);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `mosa-lm: --out ${out}: expected a file that is not there yet (--force replaces it), got one that is\n`,
    });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    expect((await command(...words, '--force')).code).toBe(0);
    expect((await loadCheckpoint(out)).state.step).toBe(12);
  });

  it('makes a checkpoint that a run goes on from', async () => {
    const checkpoint = await loadCheckpoint(given.causal);
    const { config, optimizer, run } = checkpoint;
    const tokenizer = characterTokenizer(sentence);
    const data = { train: encodeText(tokenizer, sentence.repeat(20)) };
    const { curve } = await train({
      ...{ backend: createReferenceBackend(), config, optimizer, tokenizer, data, resume: checkpoint, steps: 14 },
      ...{ batch: run.batch, length: run.length, seed: run.seed },
    });
    expect(curve.map(({ step }) => step)).toEqual([13, 14]);
    // Without moments the steps would be several times as long as the learning rate says.
    for (const { loss } of curve) expect(loss).toBeLessThan(given.checkpoint.best!.loss + 1);
  });

  it('leaves nothing where it fails', async () => {
    const folder = temporaryFolder();
    const short = join(folder, 'short');
    writeFileSync(short, 'Few');
    const say = async (...words: string[]) => (await command('calibrate', ...words, '-b', 'reference')).stderr;
    const out = ['--out', join(folder, 'out')];
    expect(await say(given.expert, '--text', short, ...out)).toMatch(/^mosa-lm: .* at least 25 tokens .* 3 tokens\n$/);
    expect(await say(given.expert, '--text', join(folder, 'none'), ...out)).toMatch(
      /^mosa-lm: .*none: expected a text that can be read/,
    );
    expect(await say(given.expert, '--text', given.text, '--out', folder, '--force')).toMatch(
      /^mosa-lm: --out .* is a folder\n$/,
    );
    expect(await say(given.text, '--text', given.text, ...out)).toMatch(/^mosa-lm: .*text.txt: expected /);
    expect(readdirSync(folder)).toEqual(['short']);
  });

  it.skipIf(process.platform === 'win32')('leaves nothing where it is interrupted', async () => {
    const folder = temporaryFolder();
    const [text, out] = [join(folder, 'text'), join(folder, 'out')];
    writeFileSync(text, sentence.repeat(100_000)); // far more than two seconds of work
    const words = [
      'calibrate',
      given.expert,
      '--text',
      text,
      '--out',
      out,
      '--tokens',
      '4000000',
      '--length',
      '200',
      '-b',
      'reference',
    ];
    const child = inShell('exec "$@"', ...words);
    const end = ended(child);
    child.stderr!.once('data', () => child.kill('SIGINT')); // its first line of progress
    expect(await end).toMatchObject({ code: 130, stdout: '' });
    expect((await end).stderr).toMatch(/^layer [12] of 2, \d+ s\nmosa-lm: interrupted, nothing was written\n$/);
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(folder)).toEqual(['text']);
  });
});
