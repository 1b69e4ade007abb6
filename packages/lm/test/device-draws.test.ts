import { type Backend, hostTensor, MosaError } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import {
  byteTokenizer,
  createDecoder,
  type Decoder,
  type GeneratedToken,
  type GenerateOptions,
  generate,
  initModel,
  type LanguageModelConfig,
} from '../src/index';
import { createBackend } from './support/backends';

const attention = {
  kind: 'mosa',
  dModel: 16,
  dHead: 8,
  heads: 3,
  sparsity: 4,
  selection: { rule: 'causal', capacity: 6 },
} as const;
const config: LanguageModelConfig = { vocabularySize: 256, dModel: 16, layers: 1, attention };
const state = initModel(config, 4);
const tokenizer = byteTokenizer();
const quiet = { onWarning: () => undefined };
const prompts = ['Few', 'tokens are'];

async function decoderOf(backend: Backend, batch = 2, positions = 40): Promise<Decoder> {
  return createDecoder(backend, config, state, { batch, positions, chunk: 8, ...quiet });
}

async function all(decoder: Decoder, prompt: Parameters<typeof generate>[1], options: Partial<GenerateOptions>) {
  const tokens: GeneratedToken[] = [];
  for await (const token of generate(decoder, prompt, { tokenizer, ...options })) tokens.push(token);
  return tokens;
}

async function errorOf(task: Promise<unknown>): Promise<MosaError> {
  const error = await task.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(MosaError);
  return error as MosaError;
}

it('compiles nothing anew for other sampling', async () => {
  const backend = createReferenceBackend();
  const compiled: string[] = [];
  const compile: Backend['compile'] = (graph, options) => {
    compiled.push(Object.keys(graph.outputs).join());
    return backend.compile(graph, options);
  };
  const decoder = await decoderOf({ ...backend, compile });
  const draw = async (options: Partial<GenerateOptions>) => {
    await decoder.reset();
    const tokens = await all(decoder, prompts, {
      maxNewTokens: 4,
      seed: 2,
      readEvery: 2,
      drawOn: 'device',
      ...options,
    });
    return tokens.map(({ token }) => token);
  };
  const first = await draw({});
  const count = compiled.length;
  expect(await draw({ temperature: 5 })).not.toEqual(first);
  await draw({ temperature: 0 });
  await draw({ temperature: 0.7, topK: 5, topP: 0.5 });
  expect(await draw({})).toEqual(first);
  expect(compiled).toHaveLength(count);
  await draw({ stop: [1] });
  expect(compiled).toHaveLength(count + 1);
  await decoder.dispose();
  expect(backend.memory().tensors).toBe(0);
});

it.each(Object.entries(createBackend))('%s: draws on the device what the host draws', async (name, create) => {
  const backend = await create();
  const decoder = await decoderOf(backend);
  expect(decoder.drawsOnDevice).toBe(name === 'reference');
  const drawn = async (options: Partial<GenerateOptions>) => {
    await decoder.reset();
    const tokens = await all(decoder, prompts, options);
    const shown = tokens.map(({ logProbability, ...rest }) => rest);
    const position = [...decoder.position];
    expect([...(await decoder.snapshot()).tensors.position!.data]).toEqual(position);
    return { shown, nats: tokens.map((token) => token.logProbability), position };
  };
  const usual = { maxNewTokens: 13, seed: 5 };
  const first = await drawn({ ...usual, drawOn: 'host' });
  const second = first.shown.filter(({ row }) => row === 1)[6]!.token;
  const isReference = name === 'reference';
  const asked: Partial<GenerateOptions>[] = [
    { ...usual, temperature: 0.3, topK: 50, topP: 0.9, stop: [second] },
    usual,
    { ...usual, seed: 6, temperature: 0, maxNewTokens: 7 },
    { ...usual, stop: [second, 999] },
    { seed: 7, topK: 3 }, // as long as there are positions
  ];
  for (const options of asked.slice(0, isReference ? undefined : 1)) {
    const host = await drawn({ ...options, drawOn: 'host' });
    for (const readEvery of isReference ? [1, 5] : [5]) {
      const device = await drawn({ ...options, drawOn: 'device', readEvery });
      expect(device.shown).toEqual(host.shown);
      expect(device.position).toEqual(host.position);
      const worst = Math.max(...device.nats.map((value, i) => Math.abs(value - host.nats[i]!)));
      expect(worst).toBeLessThanOrEqual(isReference ? 0 : 1e-5);
    }
  }
  expect(first.shown.filter(({ end }) => end === 'length')).toHaveLength(2);
  await decoder.dispose();
  expect(backend.memory().tensors).toBe(0);
  await backend.dispose();
});

it('runs ahead by less than it reads at once, and can be used after a stop text, a break and a signal', async () => {
  const backend = createReferenceBackend();
  const decoder = await decoderOf(backend, 1);
  const options = { maxNewTokens: 20, seed: 3, readEvery: 6 };
  const expected = await all(decoder, 'Few', options);
  const { tensors } = backend.memory();
  const stop = String.fromCharCode(expected.find(({ token }) => token > 32 && token < 127)!.token);
  await decoder.reset();
  const stopped = await all(decoder, 'Few', { ...options, stop });
  expect(stopped.at(-1)!.end).toBe('stop');
  const given = 3 + stopped.length - 1;
  expect(decoder.position[0]).toBeGreaterThanOrEqual(given);
  expect(decoder.position[0]).toBeLessThan(given + 6);

  await decoder.reset();
  for await (const _ of generate(decoder, 'Few', { tokenizer, ...options })) break;
  expect([...decoder.position]).toEqual([3 + 5]);
  expect((await decoder.stats())[0]!.tokens).toBe(3 + 5);
  await decoder.reset();
  const controller = new AbortController();
  const running = (async () => {
    for await (const _ of generate(decoder, 'Few', { tokenizer, ...options, signal: controller.signal }))
      controller.abort(new Error('enough'));
  })();
  await expect(running).rejects.toThrow('enough');
  await decoder.reset();
  expect(await all(decoder, 'Few', options)).toEqual(expected);
  expect(backend.memory().tensors).toBe(tensors);
  await decoder.dispose();
  expect(backend.memory().tensors).toBe(0);
});

it('stops between two draws at a signal, and knows what was taken in', async () => {
  const backend = createReferenceBackend();
  const decoder = await decoderOf(backend, 1);
  (await decoder.prefill(hostTensor([1, 2, 3], [1, 3], 'int32'))).dispose();
  const controller = new AbortController();
  let asked = 0;
  const signal = Object.create(controller.signal, {
    throwIfAborted: {
      value: () => {
        if (++asked === 4) controller.abort(new Error('enough'));
        controller.signal.throwIfAborted();
      },
    },
  }) as AbortSignal;
  const random = new Array(6).fill([0.5]);
  await expect(decoder.draw({ random, signal })).rejects.toThrow('enough');
  expect([...decoder.position]).toEqual([3 + 2]); // of three that were drawn
  const { tensors } = await decoder.snapshot();
  expect([...tensors.position!.data]).toEqual([5]);
  await decoder.dispose();
  expect(backend.memory().tensors).toBe(0);
});

it.each([1, 4])('says which logits are not finite, reading every %i', async (readEvery) => {
  // A vocabulary of which rows are gathered, so that what is in one reaches nobody else.
  const larger = { ...config, vocabularySize: 257 };
  const { parameters, buffers } = initModel(larger, 4);
  const backend = createReferenceBackend();
  const run = async (drawn: number[]) => {
    const decoder = await createDecoder(backend, larger, { parameters, buffers }, { positions: 40, ...quiet });
    const options = { tokenizer, seed: 2, readEvery, maxNewTokens: 9 };
    for await (const { token } of generate(decoder, 'Few', options)) drawn.push(token);
  };
  const tokens: number[] = [];
  await run(tokens);
  expect(tokens.indexOf(tokens[2]!)).toBe(2);
  parameters['embedding.weight']!.data.fill(Number.NaN, tokens[2]! * 16, (tokens[2]! + 1) * 16);
  const drawn: number[] = [];
  const error = await errorOf(run(drawn));
  expect(error.message).toBe('generate: expected finite logits, got NaN for token 0 in row 0');
  expect(drawn).toEqual(tokens.slice(0, 3));
});

it.each([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('says so of infinite logits, too: %d', async (sign) => {
  const { parameters, buffers } = initModel(config, 4);
  parameters['output.weight']!.data.fill(0, 5 * 16, 6 * 16)[5 * 16] = sign;
  const decoder = await createDecoder(
    createReferenceBackend(),
    config,
    { parameters, buffers },
    { positions: 9, ...quiet },
  );
  const messageOf = async (drawOn: 'host' | 'device') => {
    await decoder.reset();
    return (await errorOf(all(decoder, 'Few', { drawOn }))).message;
  };
  const message = await messageOf('host');
  expect(message).toMatch(/finite logits, got -?Infinity for token 5/);
  expect(await messageOf('device')).toBe(message);
});

it.each([
  [{ readEvery: 0 }, /readEvery: expected a whole number from 1/],
  [{ readEvery: 1.5 }, /readEvery: expected a whole number from 1/],
  [{ drawOn: 'gpu' as never }, /'host' or 'device'/],
  [{ drawOn: 'device', repetitionPenalty: 1.2 }, /repetition penalty/],
  [{ drawOn: 'device', processors: [(logits: Float64Array) => logits] }, /processors/],
] as [Partial<GenerateOptions>, RegExp][])('refuses %o', async (options, message) => {
  const decoder = await decoderOf(createReferenceBackend(), 1);
  expect((await errorOf(all(decoder, 'a', options))).message).toMatch(message);
});

it('refuses draws that it cannot do, before anything is written', async () => {
  const decoder = await decoderOf(createReferenceBackend(), 2, 6);
  const refused = async (request: Parameters<Decoder['draw']>[0], message: RegExp) =>
    expect((await errorOf(decoder.draw(request))).message).toMatch(message);
  const random = [[0.1, 0.2]];
  await refused({ random }, /none in row 0/);
  (await decoder.prefill(hostTensor([1, 2, 3, 1, 2, 3], [2, 3], 'int32'))).dispose();
  await refused({ random: [] }, /one for each draw/);
  await refused({ random: [[0.1]] }, /2 numbers/);
  await refused({ random: [[0.1, 1]] }, /below 1/);
  await refused({ random: [[0.1, Number.NaN]] }, /below 1/);
  await refused({ random, tokens: [1] }, /2 token ids/);
  await refused({ random, tokens: [1, 256] }, /token ids from 0/);
  await refused({ random, stop: [-1] }, /token ids from 0/);
  await refused({ random, topP: 0 }, /topP/);
  await refused({ random, readEvery: 0 }, /draw readEvery: expected a whole number from 1/);
  await refused({ random, readEvery: Number.NaN }, /draw readEvery/);
  await refused({ random, tokens: [1, 1], seed: 3 } as never, /seed/);
  await refused({ random: new Array(5).fill([0.1, 0.2]) }, /at most 6 positions/);
  expect([...decoder.position]).toEqual([3, 3]);
  const { tokens } = await decoder.draw({
    random: [
      [0.1, -1],
      [0.1, -1],
    ],
    tokens: [1, 999],
  });
  expect(tokens.map((ids) => ids[1])).toEqual([-1, -1]);
  expect([...decoder.position]).toEqual([5, 3]);
});
