import { MosaError } from '@mosa-js/core';
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

/** @throws MosaError `data` where a text has no whole block: length tokens, and the one that follows */
export function checkLength({ length: count }: Int32Array, length: number, where: string): void {
  if (count > length) return;
  const expected = `a text of at least ${length + 1} tokens (a block of ${length} and the one that follows)`;
  throw new MosaError('data', where, expected, `${count} tokens`);
}
