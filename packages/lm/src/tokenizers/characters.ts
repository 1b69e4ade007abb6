import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { checkTokens } from '../data/check-tokens';
import { checkText, type Tokenizer } from './tokenizer';

/**
 * One token for each character (code point) that occurs in `text`, in order of code points.
 * @throws MosaError `data` where the text is empty, no string, or has both first and second halves of surrogate pairs apart
 */
export function characterTokenizer(text: string): Tokenizer {
  checkText(text, 'characterTokenizer');
  const characters = [...new Set(text)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  // Side by side in JSON, a first and a second half of a pair would be one character.
  if ([...characters.join('')].length !== characters.length) {
    const expected = 'a text without both halves of surrogate pairs apart';
    throw new MosaError('data', 'characterTokenizer', expected, 'one with both');
  }
  if (characters.length === 0) throw new MosaError('data', 'characterTokenizer', 'a text with characters', 'none');
  const ids = new Map(characters.map((character, id) => [character, id]));
  const V = characters.length;
  return {
    name: 'characters',
    vocabularySize: V,
    encode(input) {
      checkText(input, 'characters.encode');
      const encoded = new Int32Array(input.length); // in UTF-16 units, at least as many as characters
      let n = 0;
      for (const character of input) {
        const id = ids.get(character);
        if (id === undefined) throw unknown(character, n, V);
        encoded[n++] = id;
      }
      return encoded.slice(0, n);
    },
    decode(encoded) {
      checkTokens(encoded, V, 'characters.decode');
      return Array.from(encoded, (id) => characters[id]).join('');
    },
    toJSON: () => ({ name: 'characters', characters: characters.join('') }),
  };
}

function unknown(character: string, position: number, V: number): MosaError {
  const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return new MosaError(
    'data',
    'characters.encode',
    `only the ${V} characters of the text that the tokenizer was made from`,
    `${show(character)} (U+${code}) at character ${position}`,
  );
}
