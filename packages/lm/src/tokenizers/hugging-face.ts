import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
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
  for (const name of ['encode', 'decode', 'get_vocab'] as const) {
    if (typeof tokenizer?.[name] === 'function') continue;
    throw new MosaError('config', 'fromHuggingFace', 'a Tokenizer of @huggingface/tokenizers', show(tokenizer));
  }
  const vocabulary = vocabularyOf(tokenizer);
  // Ids may have gaps, so that their number says too little.
  let vocabularySize = 0;
  for (const id of vocabulary.values()) vocabularySize = Math.max(vocabularySize, id + 1);
  return {
    name: 'hugging-face',
    vocabularySize,
    encode(text) {
      checkText(text, 'hugging-face.encode');
      const ids = called('encode', () => tokenizer.encode(text, { add_special_tokens: false })?.ids);
      if (!Array.isArray(ids)) throw new MosaError('data', 'hugging-face.encode', 'a list of ids', show(ids));
      // A vocabulary without a token for what is unknown gives undefined for it, which an Int32Array would make 0.
      const missing = Array.from(ids).findIndex((id) => !isId(id) || id >= vocabularySize);
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
      const options = { skip_special_tokens: false, clean_up_tokenization_spaces: false };
      const text: unknown = called('decode', () => tokenizer.decode(Array.from(ids), options));
      checkText(text, 'hugging-face.decode');
      return text;
    },
    toJSON: () => ({ name: 'hugging-face', vocabularySize, fingerprint: fingerprint(unitsOf(vocabulary)) }),
  };
}

/** @throws MosaError `config` where there is none, or one of what are no ids */
function vocabularyOf(tokenizer: HuggingFaceTokenizer): ReadonlyMap<string, number> {
  const where = 'fromHuggingFace get_vocab';
  let given: unknown;
  try {
    given = tokenizer.get_vocab(true);
  } catch (error) {
    throw new MosaError('config', where, 'a vocabulary', causeOf(error), { cause: error });
  }
  if (!(given instanceof Map) || given.size === 0)
    throw new MosaError('config', where, 'a Map of ids by their texts', show(given));
  for (const [text, id] of given as ReadonlyMap<unknown, unknown>) {
    if (typeof text === 'string' && isId(id)) continue;
    throw new MosaError('config', where, 'texts with ids from 0 to 2^31 - 1', `${show(id)} for ${show(text)}`);
  }
  return given;
}

/** The library throws errors of all kinds at what a damaged tokenizer.json makes it do. */
function called<R>(name: 'encode' | 'decode', action: () => R): R {
  try {
    return action();
  } catch (error) {
    throw new MosaError('data', `hugging-face.${name}`, 'what the tokenizer can do', causeOf(error), { cause: error });
  }
}

function causeOf(error: unknown): string {
  return error instanceof Error ? show(error.message) : show(error);
}

function isId(id: unknown): id is number {
  return Number.isInteger(id) && (id as number) >= 0 && (id as number) < 2 ** 31;
}

/** Each entry's id and the UTF-16 units of its text, in order of ids. */
function* unitsOf(vocabulary: ReadonlyMap<string, number>): Generator<number> {
  for (const [text, id] of [...vocabulary].sort(([, a], [, b]) => a - b)) {
    yield id;
    for (let i = 0; i < text.length; i++) yield text.charCodeAt(i);
  }
}
