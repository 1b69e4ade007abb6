import { type HostTensor, MosaError, samplingTensor } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import type { LanguageModelConfig } from '../config';
import { checkTokens } from '../data/check-tokens';
import { checkCount } from '../sizes';
import type { DrawRequest } from './decoder';
import { type DrawForm, noToken } from './draw-graph';
import { checkSampling } from './sample';

/** A request as it was at the call, with what is left out. */
export interface OwnDraws {
  readonly form: DrawForm;
  /** See `samplingTensor`. */
  readonly sampling: HostTensor;
  /** By run, [B]: negative where a row is over. */
  readonly random: readonly Float64Array[];
  /** int32 [B]: to take in first, or `noToken`. */
  readonly tokens: Int32Array;
  /** int32 [B]: tokens that are taken in at most. */
  readonly most: Int32Array;
  readonly signal?: AbortSignal;
}

const fields = ['random', 'tokens', 'stop', 'readEvery', 'temperature', 'topK', 'topP', 'signal'];

/** @throws MosaError `config`, `shape` or `data` */
export function ownDraws(request: DrawRequest, batch: number, { vocabularySize }: LanguageModelConfig): OwnDraws {
  if (typeof request !== 'object' || request === null)
    throw new MosaError('config', 'draw', 'an object with random numbers', show(request));
  checkFields(request, fields, 'draw');
  checkSampling(request, 'draw');
  const { temperature = 1, topK, topP = 1, stop = [], readEvery, signal } = request;
  if (readEvery !== undefined) checkCount(readEvery, 'draw readEvery');
  if (!Array.isArray(request.random) || request.random.length === 0)
    throw new MosaError('config', 'draw random', 'a list of lists of numbers, one for each draw', show(request.random));
  const random = request.random.map((numbers: ArrayLike<number>) => Float64Array.from(numbers));
  for (const numbers of random) {
    if (numbers.length !== batch)
      throw new MosaError('shape', 'draw random', `${batch} numbers, one for each row`, String(numbers.length));
    const odd = numbers.find((value) => !(value < 1));
    if (odd !== undefined)
      throw new MosaError('data', 'draw random', 'numbers from 0 to below 1, or −1 for a row that is over', show(odd));
  }
  checkTokens(stop, vocabularySize, 'draw stop');
  const given = request.tokens;
  if (given !== undefined && given.length !== batch)
    throw new MosaError('shape', 'draw tokens', `${batch} token ids`, String(given.length));
  const isOver = Array.from({ length: batch }, (_, row) => random[0]![row]! < 0);
  if (given) {
    const live = Array.from(given).filter((_, row) => !isOver[row]);
    checkTokens(live, vocabularySize, 'draw tokens');
  }
  const tokens = Int32Array.from(isOver, (over, row) => (over ? noToken.over : given ? given[row]! : noToken.none));
  return {
    form: {
      count: Math.max(readEvery ?? 1, random.length),
      stop: [...new Set(Array.from(stop))].sort((a, b) => a - b),
    },
    sampling: samplingTensor({ temperature, ...(topK === undefined ? {} : { topK }), topP }),
    random,
    tokens,
    most: tokens.map((id, row) => {
      const draws = random.filter((numbers) => numbers[row]! >= 0).length;
      return id === noToken.none ? Math.max(draws - 1, 0) : draws;
    }),
    ...(signal ? { signal } : {}),
  };
}
