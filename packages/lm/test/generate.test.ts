import { MosaError } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { drawToken, logProbability, penalize } from '../src/decoding/sample';
import { createTextStream } from '../src/decoding/text-stream';
import {
  byteTokenizer,
  characterTokenizer,
  checkCausal,
  createDecoder,
  createLanguageModel,
  type Decoder,
  type GeneratedToken,
  type GenerateOptions,
  generate,
  initModel,
  type LanguageModelConfig,
  type LogitsProcessor,
} from '../src/index';
import { createBackend } from './support/backends';

const dModel = 16;
const attention = {
  kind: 'mosa',
  dModel,
  dHead: 8,
  heads: 3,
  sparsity: 4,
  selection: { rule: 'causal', capacity: 6 },
} as const;
const config: LanguageModelConfig = { vocabularySize: 256, dModel, layers: 1, attention };
const state = initModel(config, 4);
const tokenizer = byteTokenizer();
const quiet = { onWarning: () => undefined };

async function decoderOf(batch = 1, positions = 40): Promise<Decoder> {
  return createDecoder(createReferenceBackend(), config, state, { batch, positions, chunk: 8, ...quiet });
}

async function all(decoder: Decoder, prompt: Parameters<typeof generate>[1], options: Partial<GenerateOptions>) {
  const tokens: GeneratedToken[] = [];
  for await (const token of generate(decoder, prompt, { tokenizer, ...options })) tokens.push(token);
  return tokens;
}

/** Makes a model say this, over and over. */
const say = (text: string | Uint8Array): LogitsProcessor => {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  let next = 0;
  return (logits) => {
    const id = bytes[next++ % bytes.length]!;
    return logits.map((_, i) => (i === id ? 0 : Number.NEGATIVE_INFINITY));
  };
};

it('takes the most probable token at temperature 0, as the whole sequence gives it', async () => {
  const decoder = await decoderOf();
  const tokens = await all(decoder, 'ab', { maxNewTokens: 12, temperature: 0 });
  expect(tokens).toHaveLength(12);
  expect(tokens.map(({ end }) => end)).toEqual([...new Array(11).fill(undefined), 'length']);
  const model = await createLanguageModel(createReferenceBackend(), config, state);
  const ids = [...tokenizer.encode('ab')];
  for (const { token, logProbability: given } of tokens) {
    const logits = await model.logits({ shape: [1, ids.length], dtype: 'int32', data: Int32Array.from(ids) });
    const last = Array.from((await logits.read()).data.slice(-256));
    expect(token).toBe(last.indexOf(Math.max(...last)));
    expect(given).toBeCloseTo(Math.log(Math.exp(last[token]!) / last.reduce((sum, x) => sum + Math.exp(x), 0)), 12);
    ids.push(token);
  }
  expect([...decoder.position]).toEqual([2 + 11]); // the last token is not taken in
});

it('gives the same tokens for the same seed, on every backend, and others for another', async () => {
  const options = { maxNewTokens: 20, temperature: 1.2, topK: 50, topP: 0.9, repetitionPenalty: 1.3 };
  const runs: number[][] = [];
  for (const create of Object.values(createBackend)) {
    const backend = await create();
    const decoder = await createDecoder(backend, config, state, { positions: 40, ...quiet });
    runs.push((await all(decoder, 'Few', { ...options, seed: 5 })).map(({ token }) => token));
    await decoder.dispose();
    await backend.dispose();
  }
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[2]).toEqual(runs[0]);
  const other = (await all(await decoderOf(), 'Few', { ...options, seed: 6 })).map(({ token }) => token);
  expect(other).not.toEqual(runs[0]);
});

it('ends sequences of a batch when they end, each on its own', async () => {
  const decoder = await decoderOf(2);
  const texts = ['one. And on and on it goes', 'a much longer one.'];
  let at = [0, 0];
  const speak: LogitsProcessor = (logits, { row }) => {
    const id = texts[row]!.charCodeAt(at[row]!);
    at = at.map((n, b) => (b === row ? n + 1 : n));
    return logits.map((_, i) => (i === id ? 0 : Number.NEGATIVE_INFINITY));
  };
  const tokens = await all(decoder, ['x', 'longer prompt'], { stop: '.', processors: [speak] });
  const text = (row: number) =>
    tokens
      .filter((token) => token.row === row)
      .map((token) => token.text)
      .join('');
  expect([text(0), text(1)]).toEqual(['one', 'a much longer one']);
  expect(tokens.filter(({ end }) => end === 'stop').map(({ row }) => row)).toEqual([0, 1]);
  // Each has taken in its prompt and all it said but the token that ended it.
  expect([...decoder.position]).toEqual([1 + 3, 13 + 17]);
});

it.each([
  ['a stop that begins several times', 'ab aab aaab', ['aaab'], 'ab aab '],
  ['the first of several', 'hello world', ['wor', 'lo w'], 'hel'],
  ['none that comes', 'hello', ['xyz'], 'hello'],
  ['half of one at the end', 'hello w', ['world'], 'hello w'],
])('never gives out a part of a stop string: %s', async (_, text, stop, expected) => {
  const decoder = await decoderOf();
  const given: string[] = [];
  for await (const token of generate(decoder, 'p', {
    tokenizer,
    stop,
    maxNewTokens: text.length,
    processors: [say(text)],
  })) {
    given.push(token.text);
    expect(expected.startsWith(given.join(''))).toBe(true);
  }
  expect(given.join('')).toBe(expected);
});

it('ends before a token that is a stop, and before one in the middle of a token', async () => {
  const tokens = await all(await decoderOf(), 'p', { stop: [10], processors: [say('line\nmore')] });
  expect(tokens.map(({ text }) => text).join('')).toBe('line');
  expect(tokens.at(-1)).toMatchObject({ token: 10, end: 'stop' });
});

it('gives whole characters alone, and leaves out half of one at the end', async () => {
  const bytes = new TextEncoder().encode('aé€😀');
  const tokens = await all(await decoderOf(), 'p', { maxNewTokens: bytes.length - 1, processors: [say(bytes)] });
  expect(tokens.map(({ text }) => text)).toEqual(['a', '', 'é', '', '', '€', '', '', '']);
});

it('waits no longer than a character can be for bytes that are none', () => {
  const stream = createTextStream(tokenizer, []);
  const given = Array.from({ length: 20 }, () => stream.push(0xff).text).join('') + stream.push(0x61).text;
  expect(given.length).toBeGreaterThan(10);
  expect(given.endsWith('a')).toBe(true);
});

it('streams text as the tokenizer decodes it, however long it gets', () => {
  const text = 'Viele Wörter — und “Zeichen” 😀 in a row. '.repeat(20);
  const stream = createTextStream(tokenizer, ['never there']);
  const given = [...tokenizer.encode(text)].map((id) => stream.push(id).text).join('') + stream.end();
  expect(given).toBe(text);
});

it('leaves the decoder to be used after a break, a signal and an error', async () => {
  const decoder = await decoderOf();
  const expected = (await all(decoder, 'abc', { maxNewTokens: 6, temperature: 0 })).map(({ token }) => token);
  for await (const _ of generate(decoder, 'x', { tokenizer, maxNewTokens: 5 })) break;
  await decoder.reset();
  const controller = new AbortController();
  const running = (async () => {
    for await (const { token } of generate(decoder, 'abc', { tokenizer, signal: controller.signal }))
      if (token >= 0) controller.abort(new Error('enough'));
  })();
  await expect(running).rejects.toThrow('enough');
  await decoder.reset();
  const broken: LogitsProcessor = () => {
    throw new Error('of their own');
  };
  await expect(all(decoder, 'abc', { processors: [broken] })).rejects.toThrow('of their own');
  await decoder.reset();
  await expect(all(decoder, 'abc', { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  expect([...decoder.position]).toEqual([0]);
  expect((await all(decoder, 'abc', { maxNewTokens: 6, temperature: 0 })).map(({ token }) => token)).toEqual(expected);
});

it('uses all positions, and says so where a prompt has no room', async () => {
  const decoder = await decoderOf(1, 10);
  expect(await all(decoder, 'abcd', {})).toHaveLength(7);
  expect([...decoder.position]).toEqual([10]);
  await expect(all(decoder, 'a', {})).rejects.toThrow(/at most 10 tokens/);
  await decoder.reset();
  await expect(all(decoder, 'abcdefghijk', {})).rejects.toThrow(/at most 10 tokens/);
  expect(await all(decoder, 'abcdefghij', {})).toHaveLength(1);
});

it.each([
  ['an empty prompt', '', {}, /at least one token/],
  ['no prompt', [], {}, /at least one token/],
  ['two prompts for one sequence', ['a', 'b'], {}, /1 prompts/],
  ['an id out of range', [256], {}, /token ids from 0/],
  ['an empty stop', 'a', { stop: '' }, /not empty/],
  ['a stop that is none', 'a', { stop: [0.5] }, /not empty/],
  ['a negative temperature', 'a', { temperature: -1 }, /temperature/],
  ['a temperature of NaN', 'a', { temperature: Number.NaN }, /temperature/],
  ['a topP of 0', 'a', { topP: 0 }, /topP/],
  ['a topP above 1', 'a', { topP: 1.1 }, /topP/],
  ['a topK of 0', 'a', { topK: 0 }, /topK/],
  ['a penalty of 0', 'a', { repetitionPenalty: 0 }, /repetitionPenalty/],
  ['no tokens', 'a', { maxNewTokens: 0 }, /maxNewTokens/],
  ['a seed that is no number', 'a', { seed: 0.5 }, /seed/],
  ['an unknown option', 'a', { temprature: 1 } as Partial<GenerateOptions>, /temprature/],
  ['no tokenizer', 'a', { tokenizer: undefined as never }, /tokenizer/],
  ['a processor that is none', 'a', { processors: [3 as never] }, /functions/],
  [
    'a processor that leaves nothing',
    'a',
    { processors: [(logits: Float64Array) => logits.fill(Number.NEGATIVE_INFINITY)] },
    /above −∞/,
  ],
])('refuses %s', async (_, prompt, options, message) => {
  const decoder = await decoderOf();
  const error = await all(decoder, prompt as string, options).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(MosaError);
  expect((error as Error).message).toMatch(message);
});

it('draws from what the options leave, as often as it is probable', () => {
  const logits = Float64Array.of(0, Math.log(2), Math.log(4), Math.log(1));
  const counts = (options: Parameters<typeof drawToken>[1]) => {
    const found = [0, 0, 0, 0];
    for (let i = 0; i < 800; i++) found[drawToken(logits, options, (i + 0.5) / 800)]! += 1;
    return found;
  };
  expect(counts({})).toEqual([100, 200, 400, 100]);
  expect(counts({ topK: 2 })).toEqual([0, 267, 533, 0]);
  expect(counts({ topP: 0.5 })).toEqual([0, 0, 800, 0]);
  expect(counts({ topP: 0.51 })).toEqual([0, 267, 533, 0]);
  expect(counts({ temperature: 0.5 })).toEqual([37, 145, 582, 36]);
  expect(counts({ temperature: 0 })).toEqual([0, 0, 800, 0]);
  expect(drawToken(Float64Array.of(1, 3, 3), { temperature: 0 }, 0.9)).toBe(1);
  const penalized = Float64Array.of(2, -2, 1);
  penalize(penalized, [0, 1], 2);
  expect([...penalized]).toEqual([1, -4, 1]);
  expect(logProbability([0, Math.log(3)], 1)).toBeCloseTo(Math.log(0.75), 15);
});

it('says whether a model looks ahead', async () => {
  const tokens = Array.from({ length: 24 }, (_, i) => (i * 11) % 256);
  const causal = await createLanguageModel(createReferenceBackend(), config, state);
  expect((await checkCausal(causal, tokens)).largest).toBe(0);
  const choice = { ...attention, selection: 'expert-choice' } as const;
  const looking = await createLanguageModel(
    createReferenceBackend(),
    { ...config, attention: choice },
    { parameters: state.parameters },
  );
  const report = await checkCausal(looking, tokens, { prefixes: [6, 12] });
  expect(report.largest).toBeGreaterThan(1e-6);
  expect(report.prefixes.map(({ length }) => length)).toEqual([6, 12]);
  await expect(checkCausal(causal, tokens, { prefixes: [24] })).rejects.toThrow(/lengths from 1 to 23/);
  await expect(checkCausal(causal, [1])).rejects.toThrow(/at least 2/);
});

it('refuses a tokenizer with more tokens than the model', async () => {
  const small: LanguageModelConfig = { ...config, vocabularySize: 3 };
  const decoder = await createDecoder(createReferenceBackend(), small, initModel(small, 1), { positions: 8, ...quiet });
  await expect(all(decoder, 'abc', { tokenizer: characterTokenizer('abcd') })).rejects.toThrow(/at most the 3 tokens/);
  expect(await all(decoder, 'abc', { tokenizer: characterTokenizer('abc'), maxNewTokens: 2 })).toHaveLength(2);
});
