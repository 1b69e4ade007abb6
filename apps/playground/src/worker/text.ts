import { byteTokenizer, characterTokenizer, encodeText, type TokenData, type Tokenizer } from '@mosa-js/lm';
import shipped from '../../assets/tiny-shakespeare.txt?raw';
import { Refusal } from './words';

/** A text that models learn, as tokens. */
export interface Text {
  readonly tokenizer: Tokenizer;
  readonly data: TokenData;
  readonly by: 'characters' | 'bytes';
}

/** A token for each character up to so many; texts with more are read as bytes, of which there are 256. */
const mostCharacters = 256;

/**
 * @param own one's own text; default: the one that ships
 * @throws Refusal where it is too short for one sequence of this length
 */
export function textOf(own: string | undefined, length: number): Text {
  const text = own ?? shipped;
  const by = new Set(text).size <= mostCharacters ? 'characters' : 'bytes';
  if (text.length <= length)
    throw new Refusal(
      `This text has ${text.length} characters. A sequence of ${length} and the token that follows need at least ${length + 1}: take a longer text, or shorter sequences.`,
    );
  const tokenizer = by === 'characters' ? characterTokenizer(text) : byteTokenizer();
  return { tokenizer, data: encodeText(tokenizer, text), by };
}

/** A token as a reader sees it: what cannot be seen by a sign for it. */
export function visible({ tokenizer, by }: Text, id: number): string {
  const text = by === 'bytes' && id > 126 ? id.toString(16) : tokenizer.decode([id]);
  return { '\n': '↵', ' ': '␣', '\t': '⇥', '\r': '␍' }[text] ?? text;
}
