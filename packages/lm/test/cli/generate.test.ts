import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReferenceBackend } from '@mosa-js/reference';
import { decodeBF16, encodeBF16 } from '@mosa-js/safetensors';
import { beforeAll, describe, expect, it } from 'vitest';
import { byteTokenizer, createDecoder, fromHuggingFace, generate, initModel, tokenizerFromJSON } from '../../src/index';
import { loadCheckpoint, saveCheckpoint } from '../../src/node/index';
import { byteLevelJson, byteLevelTokenizer } from '../support/hugging-face';
import { backends, command, ended, type Files, files, inShell, temporaryFolder } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

/** What the library gives for the same. */
async function expected(file: string, prompt: string, options: object): Promise<string> {
  const { config, state, tokenizer } = await loadCheckpoint(file);
  const backend = createReferenceBackend();
  const decoder = await createDecoder(backend, config, state, { positions: 40, onWarning: () => undefined });
  let text = '';
  for await (const token of generate(decoder, prompt, { tokenizer: tokenizerFromJSON(tokenizer!), ...options }))
    text += token.text;
  await backend.dispose();
  return text;
}

describe('generate', () => {
  it.each(backends)('%s: gives the text alone on standard output, and says the rest elsewhere', async (backend) => {
    const options = ['--prompt', 'Few', '--max-new-tokens', '20', '--temperature', '0', '-b', backend];
    const { code, stdout, stderr } = await command('generate', given.causal, ...options);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: await expected(given.causal, 'Few', { maxNewTokens: 20, temperature: 0 }),
    });
    expect(stdout).toHaveLength(20);
    expect(stderr).toMatch(
      /^20 tokens, [\d.]+ a second, after 3 of the prompt in .* on .*; caches of [\d.]+ kB; ended at the number of tokens\n$/,
    );
  });

  it('draws as its options say', async () => {
    const words = [
      '--seed',
      '7',
      '--temperature',
      '0.8',
      '--top-k',
      '6',
      '--top-p',
      '0.9',
      '--repetition-penalty',
      '1.2',
    ];
    const { stdout } = await command(
      'generate',
      given.causal,
      '--prompt',
      'Few',
      '--positions',
      '30',
      '-b',
      'reference',
      ...words,
    );
    const sampling = { seed: 7, temperature: 0.8, topK: 6, topP: 0.9, repetitionPenalty: 1.2 };
    expect(stdout).toBe(await expected(given.causal, 'Few', { ...sampling, maxNewTokens: 28 })); // as many as there is room for
  });

  it('ends before any of its stop texts, commas and all', async () => {
    const whole = await expected(given.causal, 'Few', { maxNewTokens: 24, seed: 3 });
    const stop = whole.slice(9, 11);
    const stops = ['--stop', 'no, such', '--stop', stop];
    const words = ['--max-new-tokens', '24', '--seed', '3', '--read-every', '7', ...stops, '-b', 'reference'];
    const { stdout, stderr } = await command('generate', given.causal, '--prompt', 'Few', ...words);
    expect(stdout).toBe(whole.slice(0, whole.indexOf(stop)));
    expect(stderr).toContain('ended before a stop text');
  });

  it('gives machines an object a line, and totals', async () => {
    const words = ['--prompt', 'Few', '--max-new-tokens', '5', '--json', '-b', 'reference'];
    const { stdout, stderr } = await command('generate', given.causal, ...words);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(stderr).toBe('');
    expect(lines).toHaveLength(6);
    expect(
      lines
        .slice(0, 5)
        .map(({ text }) => text)
        .join(''),
    ).toBe(await expected(given.causal, 'Few', { maxNewTokens: 5 }));
    for (const { token, logProbability } of lines.slice(0, 5)) {
      expect(token).toBeGreaterThanOrEqual(0);
      expect(logProbability).toBeLessThan(0);
    }
    const { totals } = lines[5];
    expect(totals).toMatchObject({ end: 'length', tokens: 5, promptTokens: 3, backend: { name: 'reference' } });
    expect(totals.cacheBytes).toBeGreaterThan(100);
    expect(totals.heads).toHaveLength(6);
    expect(totals.heads[0]).toMatchObject({ layer: 0, group: 'parts.0.', head: 0, tokens: 7 });
  });

  it('goes on with weights in 16 bits as from those that they are rounded to', async () => {
    const { config, state, tokenizer, ...rest } = await loadCheckpoint(given.causal);
    const known = (tensors: typeof state.parameters = {}) =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, tensor]) => [
          name,
          { ...tensor, data: decodeBF16(encodeBF16(tensor.data)) },
        ]),
      );
    const file = join(temporaryFolder(), 'rounded.safetensors');
    const rounded = { ...state, parameters: known(state.parameters), buffers: known(state.buffers) };
    await saveCheckpoint(file, { ...rest, config, state: rounded, tokenizer });
    const words = ['--prompt', 'Few', '--max-new-tokens', '30', '--seed', '4', '-b', 'reference'];
    const { stdout } = await command('generate', given.causal, ...words, '--storage', 'bfloat16');
    expect(stdout).toBe((await command('generate', file, ...words)).stdout);
    expect(stdout.length).toBeGreaterThan(20);
  });

  it('keeps caches in 16 bits, in about half the memory', async () => {
    const words = ['--prompt', 'Few', '--max-new-tokens', '5', '--json', '-b', 'reference'];
    const bytesOf = async (...more: string[]) => {
      const { stdout } = await command('generate', given.causal, ...words, ...more);
      return JSON.parse(stdout.trim().split('\n').at(-1)!).totals.cacheBytes as number;
    };
    const whole = await bytesOf();
    const half = await bytesOf('--cache-storage', 'float16');
    expect(half / whole).toBeGreaterThan(0.5);
    expect(half / whole).toBeLessThan(0.65);
  });

  it('refuses heads of expert choice, and names what makes them causal', async () => {
    const { code, stdout, stderr } = await command('generate', given.expert, '--prompt', 'Few');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      `mosa-lm: ${given.expert}: expected heads that do not look ahead, got MoSA heads of expert choice; ` +
        `run mosa-lm calibrate ${given.expert} --text TEXT --out causal.safetensors, and generate from that\n`,
    );
  });

  it('says in plain words what it cannot go on from', async () => {
    const say = async (...words: string[]) =>
      (await command('generate', given.causal, '-b', 'reference', ...words)).stderr;
    expect(await say('--prompt', 'Füw')).toMatch(/^mosa-lm: characters.encode: expected only the \d+ characters .*"ü"/);
    expect(await say('--prompt', 'Few', '--positions', '2')).toMatch(
      /^mosa-lm: generate prompt: expected at most 2 tokens/,
    );
    expect(await say('--prompt', 'Few', '--tokenizer', 'x.json')).toMatch(
      /^mosa-lm: --tokenizer: expected none, since /,
    );
    expect(await say('--prompt', 'Few', '--positions', '9', '--capacity', '10')).toMatch(
      /^mosa-lm: createDecoder capacity: /,
    );
    const { stderr } = await command('generate', join(given.folder, 'none'), '--prompt', 'Few');
    expect(stderr).toMatch(/^mosa-lm: .*none: expected /);
    expect((await command('generate', given.text, '--prompt', 'Few')).stderr).toMatch(
      /^mosa-lm: .*text.txt: expected /,
    );
  });

  it('takes the tokenizer.json of a hugging-face tokenizer, of which the checkpoint has a fingerprint', async () => {
    const folder = temporaryFolder();
    const tokenizer = fromHuggingFace(byteLevelTokenizer());
    const attention = { kind: 'dense', dModel: 8, dHead: 8, heads: 1 } as const;
    const config = { vocabularySize: 260, dModel: 8, layers: 1, attention };
    const { optimizer, run } = given.checkpoint;
    const checkpoint = {
      config,
      optimizer,
      run,
      state: { step: 0, ...initModel(config, 2) },
      tokenizer: tokenizer.toJSON(),
    };
    const [file, right, other] = ['x.safetensors', 'tokenizer.json', 'other.json'].map((name) => join(folder, name));
    await saveCheckpoint(file!, checkpoint);
    writeFileSync(right!, JSON.stringify(byteLevelJson()));
    writeFileSync(other!, JSON.stringify(byteLevelJson('<|other|>')));
    const go = (...words: string[]) =>
      command('generate', file!, '--prompt', 'the', '--max-new-tokens', '2', '--json', '-b', 'reference', ...words);
    expect(await go()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^mosa-lm: --tokenizer: expected the tokenizer.json/),
    });
    expect(await go('--tokenizer', other!)).toMatchObject({ code: 1, stderr: expect.stringMatching(/fingerprint/) });
    expect(await go('--tokenizer', given.text)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/an object in JSON/),
    });
    expect(await go('--tokenizer', join(folder, 'none'))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/ENOENT/),
    });
    const { code, stdout } = await go('--tokenizer', right!);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trimEnd().split('\n').at(-1)!).totals).toMatchObject({ promptTokens: 1, tokens: 2 });
    await saveCheckpoint(file!, { ...checkpoint, tokenizer: byteTokenizer().toJSON() });
    expect(await go()).toMatchObject({ code: 0, stderr: '' });
  });
});

/** A model that has been told to go on for long. */
const long = () => ['generate', given.causal, '--prompt', 'Few', '--positions', '100000', '-b', 'reference'];

describe.skipIf(process.platform === 'win32')('in a pipe (skipped on Windows: no bash)', () => {
  it('takes a prompt from standard input, without its last line break', async () => {
    const words = ['generate', given.causal, '--max-new-tokens', '20', '--temperature', '0', '-b', 'tfjs-cpu'];
    const { code, stdout } = await ended(inShell('echo Few | "$@" | cat', ...words));
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: await expected(given.causal, 'Few', { maxNewTokens: 20, temperature: 0 }),
    });
    const { code: none, stderr } = await ended(inShell('"$@" < /dev/null', ...words));
    expect(none).toBe(1);
    expect(stderr).toBe('mosa-lm: --prompt: expected a text to go on from, here or on standard input, got nothing\n');
  });

  it('ends quietly where its reader goes away', async () => {
    const { code, stdout, stderr } = await ended(inShell('set -o pipefail; "$@" | head -c 10', ...long()));
    expect(code).toBe(0);
    expect(stdout).toHaveLength(10);
    expect(stderr).toMatch(/^(note: trained on sequences of 24.*\n)?$/);
  });

  it('fails where its text cannot be written', async () => {
    const { code, stderr } = await ended(inShell('"$@" > /dev/full', ...long()));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /\nmosa-lm: standard output: expected a standard output that can be written, got .*ENOSPC.*\n$/,
    );
  });

  it('ends in order at Ctrl-C, with totals of what there was', async () => {
    const child = inShell('exec "$@"', ...long(), '--json');
    const end = ended(child);
    child.stdout!.once('data', () => child.kill('SIGINT'));
    const { code, stdout, stderr } = await end;
    expect({ code, errors: stderr.replace(/^note: .*\n/, '') }).toEqual({ code: 130, errors: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1).totals).toMatchObject({ end: 'interrupted', tokens: lines.length - 1 });
  });
});
