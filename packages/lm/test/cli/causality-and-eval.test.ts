import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReferenceBackend } from '@mosa-js/reference';
import { beforeAll, describe, expect, it } from 'vitest';
import { byteTokenizer, characterTokenizer, createLanguageModel, encodeText } from '../../src/index';
import { saveCheckpoint } from '../../src/node/index';
import { backends, command, type Files, files, sentence, temporaryFolder, trained } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

/** What a command says beside its progress, which a slow machine gets to see. */
const said = (stderr: string) => stderr.replace(/^\d+ of \d+ .*\n/gm, '');

describe('causality', () => {
  it.each([...backends, 'tfjs-cpu'])('%s: tells models that look ahead from those that do not', async (backend) => {
    const ahead = await command('causality', given.expert, '-b', backend);
    expect(ahead.code).toBe(1);
    expect(ahead.stdout).toMatch(/^prefix +largest change of a logit\n(\d+ +[\d.e+-]+\n){8}$/);
    expect(said(ahead.stderr)).toMatch(new RegExp(`^mosa-lm: ${given.expert} looks ahead: a logit changes by .*\n$`));
    const { code, stdout, stderr } = await command(
      'causality',
      given.causal,
      '--text',
      given.text,
      '--json',
      '-b',
      backend,
    );
    expect({ code, stderr: said(stderr).slice(0, 25) }).toEqual({ code: 0, stderr: 'it does not look ahead: t' });
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ looksAhead: false, length: 24, step: 12 });
    expect(result.largest).toBeLessThan(result.bound / 10);
    if (backend === 'reference') expect(result.largest).toBe(0);
    // The least that looks ahead changes is far above what rounding may.
    const [, change] = /by ([\d.e+-]+), where/.exec(ahead.stderr)!;
    expect(Number(change)).toBeGreaterThan(100 * result.bound);
  });

  it('takes length and prefixes', async () => {
    const words = ['--length', '30', '--prefixes', '1,29', '--json', '-b', 'reference'];
    const { stdout } = await command('causality', given.causal, ...words);
    expect(JSON.parse(stdout).prefixes).toEqual([
      { length: 1, change: 0 },
      { length: 29, change: 0 },
    ]);
    const { code, stderr } = await command('causality', given.causal, '--prefixes', '24', '-b', 'reference');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'mosa-lm: checkCausal prefixes: expected lengths from 1 to 23, got 24\n',
    });
    const short = await command('causality', given.causal, '--text', given.text, '--length', '5000', '-b', 'reference');
    expect(short.stderr).toMatch(/^mosa-lm: .*text.txt: expected at least 5000 tokens \(--length\), got 1380\n$/);
  });
});

describe('eval', () => {
  it.each(backends)('%s: measures as the library does', async (backend) => {
    const own = createReferenceBackend();
    const model = await createLanguageModel(own, given.checkpoint.config, given.checkpoint.state);
    const evaluation = await model.evaluate(encodeText(characterTokenizer(sentence), sentence.repeat(30)), {
      batch: 2,
      length: 24,
    });
    await own.dispose();
    const { code, stdout } = await command('eval', given.expert, '--text', given.text, '--json', '-b', backend);
    const result = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(result.loss).toBeCloseTo(evaluation.loss, 4);
    expect(result).toMatchObject({ tokens: evaluation.tokens, batch: 2, length: 24, step: 12 });
    expect(result.looksAhead).toEqual(['MoSA heads of expert choice']);
  });

  it('says it in words, with what to think of it', async () => {
    const words = ['--text', given.text, '--windows', '3', '--length', '16', '--batch', '3', '-b', 'reference'];
    const { stdout } = await command('eval', given.expert, ...words);
    expect(stdout).toMatch(
      /^step 12, T 16, 48 tokens: [\d.]+ nats a token, perplexity [\d.]+, [\d.]+ bits a byte\nnote: it has MoSA heads of expert choice, which look ahead\n$/,
    );
    expect((await command('eval', given.causal, ...words)).stdout).not.toContain('note');
  });

  it('reads token by token from caches in 16 bits', async () => {
    const words = ['--text', given.text, '--windows', '3', '--length', '16', '--batch', '2', '-b', 'reference'];
    const resultOf = async (...more: string[]) =>
      JSON.parse((await command('eval', given.causal, ...words, '--json', ...more)).stdout);
    const atOnce = await resultOf();
    const whole = await resultOf('--cache-storage', 'float32');
    const half = await resultOf('--cache-storage', 'bfloat16');
    expect(whole.loss).toBeCloseTo(atOnce.loss, 9);
    expect(whole).toMatchObject({ tokens: atOnce.tokens, weightBytes: atOnce.weightBytes, cacheStorage: 'float32' });
    expect(half.cacheBytes).toBeLessThan(whole.cacheBytes);
    expect(half.loss).not.toBe(whole.loss);
    expect(Math.abs(half.loss - whole.loss)).toBeLessThan(0.02);
    const refused = await command('eval', given.expert, ...words, '--cache-storage', 'float16');
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('run mosa-lm calibrate') });
  });

  it('holds weights in half the memory where the backend can, and says how many bytes', async () => {
    const words = ['--text', given.text, '--windows', '3', '-b'];
    const resultOf = async (storage: string) =>
      JSON.parse((await command('eval', given.causal, ...words, 'reference', '--storage', storage, '--json')).stdout);
    const half = await resultOf('bfloat16');
    const whole = await resultOf('float32');
    expect(half).toMatchObject({ storage: 'bfloat16', weightBytes: expect.any(Number) });
    expect(Math.abs(half.loss - whole.loss)).toBeLessThan(0.02);
    expect(half.loss).not.toBe(whole.loss);
    const { stdout } = await command('eval', given.causal, ...words, 'reference', '--storage', 'float16');
    expect(stdout).toMatch(/ bits a byte; \d+ bytes of weights in float16\n$/);
    const refused = await command('eval', given.causal, ...words, 'onnxruntime-node-cpu', '--storage', 'float16');
    expect({ code: refused.code, stderr: refused.stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(
        /^mosa-lm: weight [\w.]+ storage: expected float32, which is what onnxruntime-node-cpu can hold .*, got float16\n$/,
      ),
    });
  });

  it('takes any bytes for a tokenizer of bytes, and text for the others', async () => {
    const folder = temporaryFolder();
    const [odd, file] = [join(folder, 'odd'), join(folder, 'bytes.safetensors')];
    writeFileSync(
      odd,
      Uint8Array.from({ length: 100 }, (_, i) => 128 + i),
    );
    await saveCheckpoint(file, await trained(byteTokenizer()));
    expect((await command('eval', file, '--text', odd, '-b', 'reference')).code).toBe(0);
    const { stderr } = await command('eval', given.causal, '--text', odd, '-b', 'reference');
    expect(stderr).toBe(
      `mosa-lm: ${odd}: expected text in UTF-8 (a tokenizer of bytes takes any bytes), got 0x80 at byte 0, in line 1\n`,
    );
  });
});
