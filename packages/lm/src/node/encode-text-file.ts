import { encodeText, type TokenData } from '../data/token-data';
import { byteTokenizer } from '../tokenizers/bytes';
import type { Tokenizer } from '../tokenizers/tokenizer';

/**
 * A text that was read from a file, as tokens: the byte tokenizer takes any bytes, the others what `text` makes of them.
 * @throws MosaError `data` where the tokenizer has no ids for it
 */
export function encodeTextFile(
  tokenizer: Tokenizer,
  { bytes, text }: { readonly bytes: Uint8Array; readonly text: () => string },
): TokenData {
  if (tokenizer.name !== 'bytes') return encodeText(tokenizer, text());
  return { tokens: byteTokenizer().encodeBytes(bytes), bytes: bytes.length };
}
