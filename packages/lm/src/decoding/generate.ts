import { type DeviceTensor, hostTensor, MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import { checkTokens } from '../data/check-tokens';
import { checkSeed, mixSeeds } from '../random';
import { checkCount } from '../sizes';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { Decoder } from './decoder';
import { checkSampling, drawToken, logProbability, penalize, type SamplingOptions } from './sample';
import { createTextStream } from './text-stream';

/** Changes logits before a token is drawn: in place, or by giving others. */
export type LogitsProcessor = (
  logits: Float64Array,
  context: { readonly row: number; readonly tokens: readonly number[] },
) => Float64Array | undefined;

export interface GenerateOptions extends SamplingOptions {
  /** Makes tokens of prompts and text of tokens. */
  readonly tokenizer: Tokenizer;
  /** Tokens of each sequence at most. Default: as many as the decoder has positions for. */
  readonly maxNewTokens?: number;
  /** The same seed gives the same tokens, where logits of backends differ by less than what decides. Default 0. */
  readonly seed?: number;
  /** Texts before which a sequence ends, and ids of tokens that end it. None of them is given out. Default none. */
  readonly stop?: string | readonly (string | number)[];
  /** Stops before the next token. The iterator then throws its reason. */
  readonly signal?: AbortSignal;
  readonly processors?: readonly LogitsProcessor[];
}

/** A token, and the text that has become certain with it. */
export interface GeneratedToken {
  /** Sequence of the batch, from 0. */
  readonly row: number;
  readonly token: number;
  /** Whole characters. Empty while half a character, or what may be the start of a stop string, is waited for. */
  readonly text: string;
  /** Of the token under the model, before temperature and the like, in nats. */
  readonly logProbability: number;
  /** Set with the last token of a sequence. */
  readonly end?: 'stop' | 'length';
}

/**
 * Goes on from a prompt, token by token. The prompt comes behind what the decoder holds already; `decoder.reset()` forgets
 * that. With a batch, give a prompt for each sequence; tokens of its sequences come in turn, and sequences end when they end.
 * The last token of a sequence is not taken in. `break`, `signal` and an error leave the decoder as it is, to be used or reset.
 * @param prompt a text, or token ids; a list of them where the decoder has a batch
 * @throws MosaError `config`, `data`, `input` before the first token; `data` where logits are not finite
 * @example
 * ```js
 * import { byteTokenizer, createDecoder, generate, initModel } from '@mosa-js/lm';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const attention = { kind: 'mosa', dModel: 16, dHead: 8, heads: 4, sparsity: 4, selection: { rule: 'causal', capacity: 8 } };
 * const config = { vocabularySize: 256, dModel: 16, layers: 1, attention };
 * const decoder = await createDecoder(createReferenceBackend(), config, initModel(config, 1), { positions: 32 });
 * const options = { tokenizer: byteTokenizer(), maxNewTokens: 8, temperature: 0.8, seed: 1 };
 * for await (const { token, logProbability } of generate(decoder, 'Few', options)) console.log(token, logProbability);
 * await decoder.dispose();
 * ```
 */
export async function* generate(
  decoder: Decoder,
  prompt: string | ArrayLike<number> | readonly (string | ArrayLike<number>)[],
  options: GenerateOptions,
): AsyncGenerator<GeneratedToken, void, undefined> {
  const { tokenizer, stops, ends, maxNewTokens, seed, signal, processors } = ownOptions(decoder, options);
  const prompts = promptsOf(decoder, prompt, tokenizer);
  const room = prompts.map((ids, row) => decoder.positions - decoder.position[row]! - ids.length);
  const short = room.findIndex((left) => left < 0);
  if (short >= 0) {
    const actual = `${prompts[short]!.length} behind ${decoder.position[short]}, in row ${short}`;
    throw new MosaError(
      'input',
      'generate prompt',
      `at most ${decoder.positions} tokens in all, as the decoder has positions`,
      actual,
    );
  }
  signal?.throwIfAborted();

  const rows = prompts.map((ids, row) => ({
    row,
    tokens: [...ids],
    stream: createTextStream(tokenizer, stops),
    random: randomSource(mixSeeds(seed, row)),
    // The last token needs no position, since it is not taken in.
    left: Math.min(maxNewTokens ?? Number.POSITIVE_INFINITY, room[row]! + 1),
    active: true,
  }));
  const longest = Math.max(...prompts.map((ids) => ids.length));
  const padded = prompts.flatMap((ids) => [...ids, ...new Array<number>(longest - ids.length).fill(0)]);
  const tensor = hostTensor(padded, [prompts.length, longest], 'int32');
  let logits = await readRows(
    await decoder.prefill(tensor, { lengths: prompts.map((ids) => ids.length), ...(signal ? { signal } : {}) }),
  );

  for (;;) {
    const drawn = rows.map(() => 0);
    for (const state of rows.filter(({ active }) => active)) {
      signal?.throwIfAborted();
      const { row, tokens, stream } = state;
      const own = logits[row]!;
      const odd = own.findIndex((value) => !Number.isFinite(value));
      if (odd >= 0)
        throw new MosaError('data', 'generate', 'finite logits', `${own[odd]} for token ${odd} in row ${row}`);
      let scores: Float64Array = Float64Array.from(own);
      penalize(scores, new Set(tokens), options.repetitionPenalty);
      for (const process of processors) scores = processed(process(scores, { row, tokens }) ?? scores, own.length);
      const token = drawToken(scores, options, state.random());
      drawn[row] = token;
      tokens.push(token);
      state.left -= 1;
      let text = '';
      let end: 'stop' | 'length' | undefined;
      if (ends.has(token)) {
        text = stream.end();
        end = 'stop';
      } else {
        const next = stream.push(token);
        text = next.text;
        if (next.stopped) end = 'stop';
        else if (state.left === 0) {
          text += stream.end();
          end = 'length';
        }
      }
      state.active = end === undefined;
      yield { row, token, text, logProbability: logProbability(own, token), ...(end ? { end } : {}) };
    }
    const active = rows.map((state) => state.active);
    if (!active.some(Boolean)) return;
    signal?.throwIfAborted();
    logits = await readRows(await decoder.step(drawn, { active }));
  }
}

/** Logits [B, V] of each row, on the host. */
async function readRows(tensor: DeviceTensor): Promise<Float64Array[]> {
  try {
    const { data, shape } = await tensor.read();
    const [B, V] = shape as [number, number];
    return Array.from({ length: B }, (_, b) => Float64Array.from(data.subarray(b * V, (b + 1) * V)));
  } finally {
    tensor.dispose();
  }
}

function processed(logits: Float64Array, V: number): Float64Array {
  const fits = logits instanceof Float64Array && logits.length === V && !logits.some((value) => Number.isNaN(value));
  if (fits && logits.some((value) => value > Number.NEGATIVE_INFINITY)) return logits;
  const expected = `a Float64Array of ${V} numbers, of which some are above −∞`;
  throw new MosaError('data', 'generate processors', expected, show(logits));
}

function promptsOf(
  { batch, config }: Decoder,
  prompt: Parameters<typeof generate>[1],
  tokenizer: Tokenizer,
): readonly Int32Array[] {
  const one = typeof prompt === 'string' || !isListOfPrompts(prompt);
  const all = (one ? [prompt] : prompt) as readonly (string | ArrayLike<number>)[];
  if (all.length !== batch)
    throw new MosaError('input', 'generate prompt', `${batch} prompts, one for each sequence`, String(all.length));
  return all.map((given, row) => {
    const where = `generate prompt${batch > 1 ? `, row ${row}` : ''}`;
    const ids = typeof given === 'string' ? tokenizer.encode(given) : given;
    checkTokens(ids, config.vocabularySize, where); // as they are: an Int32Array of others would make ids of them
    if (ids.length === 0) throw new MosaError('data', where, 'at least one token', 'none');
    return Int32Array.from(ids);
  });
}

function isListOfPrompts(prompt: ArrayLike<unknown>): boolean {
  return Array.isArray(prompt) && prompt.length > 0 && prompt.every((one) => typeof one !== 'number');
}

function ownOptions({ config }: Decoder, options: GenerateOptions) {
  if (typeof options !== 'object' || options === null)
    throw new MosaError('config', 'generate options', 'an object with a tokenizer', show(options));
  checkFields(
    options,
    [
      ...['tokenizer', 'maxNewTokens', 'temperature', 'topK', 'topP', 'repetitionPenalty'],
      ...['seed', 'stop', 'signal', 'processors'],
    ],
    'generate options',
  );
  const { tokenizer, maxNewTokens, seed = 0, stop = [], signal, processors = [] } = options;
  if (typeof tokenizer?.encode !== 'function' || typeof tokenizer.decode !== 'function')
    throw new MosaError('config', 'generate tokenizer', 'a tokenizer', show(tokenizer));
  if (tokenizer.vocabularySize > config.vocabularySize) {
    const expected = `at most the ${config.vocabularySize} tokens of the model`;
    throw new MosaError('config', 'generate tokenizer', expected, `${tokenizer.vocabularySize} tokens`);
  }
  checkSampling(options, 'generate');
  checkSeed(seed, 'generate seed');
  if (maxNewTokens !== undefined) checkCount(maxNewTokens, 'generate maxNewTokens');
  const all = typeof stop === 'string' ? [stop] : stop;
  const good = (one: unknown) => (typeof one === 'string' ? one !== '' : Number.isSafeInteger(one));
  const odd = Array.isArray(all) ? all.findIndex((one) => !good(one)) : 0;
  if (odd >= 0)
    throw new MosaError('config', 'generate stop', 'texts that are not empty, and token ids', show(all[odd] ?? stop));
  if (!Array.isArray(processors) || processors.some((process) => typeof process !== 'function'))
    throw new MosaError('config', 'generate processors', 'a list of functions', show(processors));
  return {
    tokenizer,
    maxNewTokens,
    seed,
    signal,
    processors: [...processors],
    stops: all.filter((one): one is string => typeof one === 'string'),
    ends: new Set(all.filter((one): one is number => typeof one === 'number')),
  };
}
