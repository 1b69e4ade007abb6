import { MosaError } from '@mosa-js/core';
import { checkFields, show } from '@mosa-js/core/adapter';
import { characterTokenizer } from './characters';
import type { TokenizerJSON } from './tokenizer';

const fieldsOf: Readonly<Record<TokenizerJSON['name'], readonly string[]>> = {
  bytes: ['name'],
  characters: ['name', 'characters'],
  'hugging-face': ['name', 'vocabularySize', 'fingerprint'],
};

/**
 * A tokenizer as JSON names it, once it is one that can be made.
 * @throws MosaError `config`
 */
export function checkTokenizerJSON(json: unknown, where: string): TokenizerJSON {
  const { name } = (json ?? {}) as { readonly name?: unknown };
  const fields = typeof name === 'string' && Object.hasOwn(fieldsOf, name) && fieldsOf[name as TokenizerJSON['name']];
  if (!fields) throw new MosaError('config', where, 'a tokenizer of bytes, characters or hugging-face', show(json));
  checkFields(json as object, fields, where);
  const tokenizer = json as TokenizerJSON;
  if (tokenizer.name === 'characters') checkCharacters(tokenizer.characters, where);
  if (tokenizer.name === 'hugging-face') {
    const { vocabularySize, fingerprint } = tokenizer;
    if (!Number.isSafeInteger(vocabularySize) || vocabularySize < 1)
      throw new MosaError('config', `${where} vocabularySize`, 'a whole number from 1', show(vocabularySize));
    if (typeof fingerprint !== 'string')
      throw new MosaError('config', `${where} fingerprint`, 'a text', show(fingerprint));
  }
  return tokenizer;
}

/** Throws unless these are what `toJSON` of a tokenizer of characters writes. */
function checkCharacters(characters: unknown, where: string): void {
  const expected = 'characters, each once, in order of code points';
  const fail = (cause?: unknown) => new MosaError('config', where, expected, show(characters).slice(0, 100), { cause });
  if (typeof characters !== 'string') throw fail();
  let again: unknown;
  try {
    again = (characterTokenizer(characters).toJSON() as { readonly characters?: string }).characters;
  } catch (error) {
    throw fail(error);
  }
  if (again !== characters) throw fail();
}
