import { MosaError, show } from '@mosa-js/core';
import { byteTokenizer } from './bytes';
import { characterTokenizer } from './characters';
import { fromHuggingFace, type HuggingFaceTokenizer } from './hugging-face';
import type { Tokenizer, TokenizerJSON } from './tokenizer';

export interface TokenizerSources {
  /** Needed where the tokenizer was one of `@huggingface/tokenizers`, which a checkpoint only identifies. */
  readonly huggingFace?: HuggingFaceTokenizer;
}

/**
 * The tokenizer that a checkpoint names.
 * @throws MosaError `config` where it is unknown, or where the one given is not the one named
 */
export function tokenizerFromJSON(json: TokenizerJSON, { huggingFace }: TokenizerSources = {}): Tokenizer {
  switch (json?.name) {
    case 'bytes':
      return byteTokenizer();
    case 'characters':
      return fromCharacters(json.characters);
    case 'hugging-face': {
      if (!huggingFace) {
        throw new MosaError('config', 'tokenizerFromJSON', '{ huggingFace }, the Tokenizer that was used', 'none');
      }
      const tokenizer = fromHuggingFace(huggingFace);
      const [expected, actual] = [JSON.stringify(json), JSON.stringify(tokenizer)];
      if (actual !== expected) throw new MosaError('config', 'tokenizerFromJSON', expected, actual);
      return tokenizer;
    }
    default:
      throw new MosaError(
        'config',
        'tokenizerFromJSON',
        'a tokenizer of bytes, characters or hugging-face',
        show(json),
      );
  }
}

/** @throws MosaError `config` unless these are what `toJSON` of such a tokenizer writes */
function fromCharacters(characters: unknown): Tokenizer {
  const expected = 'characters, each once, in order of code points';
  const fail = (cause?: unknown) =>
    new MosaError('config', 'tokenizerFromJSON', expected, show(characters).slice(0, 100), { cause });
  if (typeof characters !== 'string') throw fail();
  let tokenizer: Tokenizer;
  try {
    tokenizer = characterTokenizer(characters);
  } catch (error) {
    throw fail(error);
  }
  const again = tokenizer.toJSON();
  if (again.name !== 'characters' || again.characters !== characters) throw fail();
  return tokenizer;
}
