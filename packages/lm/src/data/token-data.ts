import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Tokenizer } from '../tokenizers/tokenizer';

/** A text as token ids. */
export interface TokenData {
  readonly tokens: Int32Array;
  /** Length of the text in bytes of UTF-8; without it there are no bits per byte. */
  readonly bytes?: number;
}

/** A text as token ids, with its length in bytes. @throws MosaError `data` where the tokenizer has no ids for it */
export function encodeText(tokenizer: Tokenizer, text: string): TokenData {
  return { tokens: tokenizer.encode(text), bytes: new TextEncoder().encode(text).length };
}

/** Of this realm or another. @throws MosaError `data` for anything else */
export function checkTokenArray(tokens: unknown, where: string): asserts tokens is Int32Array {
  if (Object.prototype.toString.call(tokens) === '[object Int32Array]') return;
  throw new MosaError('data', where, 'token ids in an Int32Array', show(tokens));
}

/** @throws MosaError `data` for no Int32Array, and where a text has no whole block: length tokens, and the one that follows */
export function checkLength(tokens: Int32Array, length: number, where: string): void {
  checkTokenArray(tokens, where);
  const { length: count } = tokens;
  if (count > length) return;
  const expected = `a text of at least ${length + 1} tokens (a block of ${length} and the one that follows)`;
  throw new MosaError('data', where, expected, `${count} tokens`);
}
