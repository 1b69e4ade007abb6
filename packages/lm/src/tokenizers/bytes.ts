import { checkTokens } from '../data/check-tokens';
import { checkText, type Tokenizer } from './tokenizer';

/** A tokenizer that takes bytes of any kind, too. */
export interface ByteTokenizer extends Tokenizer {
  encodeBytes(bytes: Uint8Array): Int32Array;
  decodeBytes(ids: ArrayLike<number>): Uint8Array;
}

/**
 * One token for each byte of UTF-8, V = 256. Text comes back as it was; a lone surrogate, which is no text, comes back as
 * U+FFFD. Any bytes come back by `decodeBytes`; `decode` shows those that are not UTF-8 as U+FFFD.
 */
export function byteTokenizer(): ByteTokenizer {
  const encodeBytes = (bytes: Uint8Array) => Int32Array.from(bytes);
  const decodeBytes = (ids: ArrayLike<number>) => {
    checkTokens(ids, 256, 'bytes.decode');
    return Uint8Array.from(ids);
  };
  return {
    name: 'bytes',
    vocabularySize: 256,
    encode(text) {
      checkText(text, 'bytes.encode');
      return encodeBytes(new TextEncoder().encode(text));
    },
    // A byte order mark is a character like any other here: without ignoreBOM it would be lost.
    decode: (ids) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(decodeBytes(ids)),
    encodeBytes,
    decodeBytes,
    toJSON: () => ({ name: 'bytes' }),
  };
}
