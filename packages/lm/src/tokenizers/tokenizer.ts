import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';

/** Text to token ids and back. */
export interface Tokenizer {
  /** Kind: `bytes`, `characters`, … */
  readonly name: string;
  /** V: ids are 0 … V − 1. */
  readonly vocabularySize: number;
  /** @throws MosaError `data` for text that it has no ids for */
  encode(text: string): Int32Array;
  /** @throws MosaError `data` for an id out of range */
  decode(ids: ArrayLike<number>): string;
  /** What identifies it in a checkpoint; `tokenizerFromJSON` makes it again. */
  toJSON(): TokenizerJSON;
}

/** @throws MosaError `data` for what is no string */
export function checkText(text: unknown, where: string): asserts text is string {
  if (typeof text !== 'string') throw new MosaError('data', where, 'a text', show(text));
}

/** A tokenizer in a checkpoint. */
export type TokenizerJSON =
  | { readonly name: 'bytes' }
  | { readonly name: 'characters'; readonly characters: string }
  | { readonly name: 'hugging-face'; readonly vocabularySize: number; readonly fingerprint: string };
