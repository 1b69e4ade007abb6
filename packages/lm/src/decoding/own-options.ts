import { type HostTensor, MosaError } from '@mosa-js/core';
import { checkFields, ownTensor, show, showType } from '@mosa-js/core/adapter';
import { checkCount } from '../sizes';
import type { DecoderOptions } from './decoder';

/** Positions are told apart in float32 on some backends. */
const maxPositions = 2 ** 20;

/** @throws MosaError `config` */
export function ownDecoderOptions(options: DecoderOptions) {
  if (typeof options !== 'object' || options === null)
    throw new MosaError('config', 'createDecoder options', 'an object with positions', show(options));
  const known = ['batch', 'positions', 'capacity', 'chunk', 'storage', 'cacheStorage', 'onWarning'];
  checkFields(options, known, 'createDecoder options');
  const { batch = 1, positions, capacity, storage = 'float32', cacheStorage = 'float32', onWarning } = options;
  checkCount(batch, 'createDecoder batch');
  checkCount(positions, 'createDecoder positions');
  if (positions > maxPositions)
    throw new MosaError('config', 'createDecoder positions', `at most ${maxPositions}`, show(positions));
  const chunk = options.chunk ?? Math.min(64, positions);
  checkCount(chunk, 'createDecoder chunk');
  if (capacity !== undefined) checkCount(capacity, 'createDecoder capacity');
  if (capacity !== undefined && capacity > positions)
    throw new MosaError('config', 'createDecoder capacity', `at most ${positions} positions`, show(capacity));
  if (onWarning !== undefined && typeof onWarning !== 'function')
    throw new MosaError('config', 'createDecoder onWarning', 'a function', show(onWarning));
  return {
    batch,
    positions,
    chunk: Math.min(chunk, positions),
    storage,
    cacheStorage,
    ...(capacity === undefined ? {} : { capacity }),
    warn: onWarning ?? ((message: string) => console.warn(message)),
  };
}

/** @throws MosaError `weight` for a threshold that is NaN, above which nothing is */
export function checkThresholds(name: string, { data }: HostTensor): void {
  const head = Array.from(data).findIndex((value) => Number.isNaN(value));
  if (head >= 0) throw new MosaError('weight', `weight ${name}`, 'numbers', `NaN for head ${head}`);
}

/** Tokens of each row: int32 [B]. @throws MosaError `shape` or `data` */
export function lengthsOf(given: ArrayLike<number> | undefined, batch: number, length: number): Int32Array {
  if (given === undefined) return new Int32Array(batch).fill(length);
  if (given.length !== batch) throw new MosaError('shape', 'prefill lengths', `${batch} lengths`, String(given.length));
  const odd = Array.from(given).find((value) => !(Number.isInteger(value) && value >= 1 && value <= length));
  if (odd !== undefined) throw new MosaError('data', 'prefill lengths', `whole numbers from 1 to ${length}`, show(odd));
  return Int32Array.from(given);
}

/** One id a row. @throws MosaError `shape` or `data` */
export function stepTokens(tokens: HostTensor | ArrayLike<number>, batch: number): Int32Array {
  const isTensor = typeof tokens === 'object' && tokens !== null && 'data' in tokens;
  const own = isTensor ? ownTensor(tokens, 'step tokens') : undefined;
  if (own && (own.dtype !== 'int32' || own.shape.length !== 1))
    throw new MosaError('shape', 'step tokens', `int32 [${batch}]`, showType(own));
  const ids = own ? own.data : (tokens as ArrayLike<number>);
  if (typeof ids?.length !== 'number' || ids.length !== batch)
    throw new MosaError('shape', 'step tokens', `${batch} token ids`, show(ids?.length ?? tokens));
  // As they are: a number that is not whole is no id, and not another one.
  const odd = Array.from(ids).find((id) => !Number.isInteger(id));
  if (odd !== undefined) throw new MosaError('data', 'step tokens', 'whole numbers', show(odd));
  return Int32Array.from(ids);
}
