import { MosaError, show } from '@mosa-js/core';
import { checkTokens } from '../data/check-tokens';
import { fingerprint } from '../fingerprint';
import { checkText, type Tokenizer } from './tokenizer';

/** What is used of a `Tokenizer` of the npm package `@huggingface/tokenizers` (0.2). */
export interface HuggingFaceTokenizer {
  encode(text: string, options?: { add_special_tokens?: boolean }): { readonly ids: readonly number[] };
  decode(
    ids: number[],
    options?: { skip_special_tokens?: boolean; clean_up_tokenization_spaces?: boolean | null },
  ): string;
  get_vocab(withAddedTokens?: boolean): ReadonlyMap<string, number>;
}

/**
 * A tokenizer of `@huggingface/tokenizers`, which reads the `tokenizer.json` of published models. No special tokens are
 * added, and decoding leaves nothing out and tidies nothing up; whether text comes back as it was is up to its kind
 * (byte-level BPE: yes; WordPiece: no).
 * @throws MosaError `config` where it is something else
 */
export function fromHuggingFace(tokenizer: HuggingFaceTokenizer): Tokenizer {
  if (typeof tokenizer?.encode !== 'function' || typeof tokenizer.get_vocab !== 'function') {
    throw new MosaError('config', 'fromHuggingFace', 'a Tokenizer of @huggingface/tokenizers', show(tokenizer));
  }
  const vocabulary = tokenizer.get_vocab(true);
  // Ids may have gaps, so that their number says too little.
  let vocabularySize = 0;
  for (const id of vocabulary.values()) vocabularySize = Math.max(vocabularySize, id + 1);
  return {
    name: 'hugging-face',
    vocabularySize,
    encode(text) {
      checkText(text, 'hugging-face.encode');
      const { ids } = tokenizer.encode(text, { add_special_tokens: false });
      // A vocabulary without a token for what is unknown gives undefined for it, which an Int32Array would make 0.
      const missing = ids.findIndex((id) => !Number.isInteger(id));
      if (missing >= 0) {
        const actual = `${show(ids[missing])} for token ${missing} of ${ids.length}`;
        throw new MosaError(
          'data',
          'hugging-face.encode',
          'a vocabulary with an id for every part of the text',
          actual,
        );
      }
      return Int32Array.from(ids);
    },
    decode(ids) {
      checkTokens(ids, vocabularySize, 'hugging-face.decode');
      if (ids.length === 0) return ''; // the library refuses none
      return tokenizer.decode(Array.from(ids), { skip_special_tokens: false, clean_up_tokenization_spaces: false });
    },
    toJSON: () => ({ name: 'hugging-face', vocabularySize, fingerprint: fingerprint(unitsOf(vocabulary)) }),
  };
}

/** Each entry's id and the UTF-16 units of its text, in order of ids. */
function* unitsOf(vocabulary: ReadonlyMap<string, number>): Generator<number> {
  for (const [text, id] of [...vocabulary].sort(([, a], [, b]) => a - b)) {
    yield id;
    for (let i = 0; i < text.length; i++) yield text.charCodeAt(i);
  }
}
