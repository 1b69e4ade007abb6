import { hostTensor, MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import { checkTokens } from '../data/check-tokens';
import { checkSeed, mixSeeds } from '../random';
import { checkCount } from '../sizes';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { Decoder } from './decoder';
import { deviceDraws, hostDraws } from './draw-sources';
import { checkSampling, type SamplingOptions } from './sample';
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
  /**
   * Where tokens are drawn. Default 'device' where the backend has a kernel for it (`decoder.drawsOnDevice`) and neither processors
   * nor a repetition penalty need the logits on the host, else 'host'. On the device rounding is float32's, so a token may be
   * another one where the draw comes that close to its edge.
   */
  readonly drawOn?: 'host' | 'device';
  /**
   * Tokens that the device draws before they are read, together: the more, the less it waits for the host. A sequence that ends in
   * a text of `stop`, and a `break`, may leave the decoder up to so many tokens less one ahead of what was given out. The host
   * reads after every token. Default 1.
   */
  readonly readEvery?: number;
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
  const { tokenizer, stops, ends, maxNewTokens, seed, signal, source } = ownOptions(decoder, options);
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
  const prefilled = await decoder.prefill(tensor, {
    lengths: prompts.map((ids) => ids.length),
    ...(signal ? { signal } : {}),
  });
  let draws = await source(rows, prefilled);

  for (;;) {
    for (const draw of draws) {
      for (const state of rows.filter(({ active }) => active)) {
        signal?.throwIfAborted();
        const { row, tokens, stream } = state;
        const { token, logProbability } = draw(state);
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
        yield { row, token, text, logProbability, ...(end ? { end } : {}) };
      }
    }
    if (!rows.some(({ active }) => active)) return;
    signal?.throwIfAborted();
    draws = await source(rows);
  }
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

function ownOptions(decoder: Decoder, options: GenerateOptions) {
  const { config } = decoder;
  if (typeof options !== 'object' || options === null)
    throw new MosaError('config', 'generate options', 'an object with a tokenizer', show(options));
  checkFields(
    options,
    [
      ...['tokenizer', 'maxNewTokens', 'temperature', 'topK', 'topP', 'repetitionPenalty'],
      ...['seed', 'stop', 'signal', 'processors', 'drawOn', 'readEvery'],
    ],
    'generate options',
  );
  const { tokenizer, maxNewTokens, seed = 0, stop = [], signal, processors = [], readEvery = 1 } = options;
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
  const ends = all.filter((one): one is number => typeof one === 'number');
  checkCount(readEvery, 'generate readEvery');
  const sampling = { ...options }; // as they are now
  const isOnDevice = drawsOnDevice(decoder, options);
  const ids = ends.filter((id) => id >= 0 && id < config.vocabularySize); // others are never drawn
  return {
    tokenizer,
    maxNewTokens,
    seed,
    signal,
    source: isOnDevice
      ? deviceDraws(decoder, sampling, { readEvery, stop: ids, ...(signal ? { signal } : {}) })
      : hostDraws(decoder, sampling, [...processors]),
    stops: all.filter((one): one is string => typeof one === 'string'),
    ends: new Set(ends),
  };
}

/** @throws MosaError `config` */
function drawsOnDevice(decoder: Decoder, { drawOn, processors = [], repetitionPenalty = 1 }: GenerateOptions): boolean {
  const needsHost = processors.length > 0 || repetitionPenalty !== 1;
  if (drawOn === undefined) return decoder.drawsOnDevice && !needsHost;
  if (drawOn !== 'host' && drawOn !== 'device')
    throw new MosaError('config', 'generate drawOn', "'host' or 'device'", show(drawOn));
  if (drawOn === 'device' && needsHost) {
    const actual = `'device' with ${processors.length > 0 ? 'processors' : 'a repetition penalty'}`;
    throw new MosaError('config', 'generate drawOn', "'host', where the logits are changed", actual);
  }
  return drawOn === 'device';
}
