import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { byteTokenizer } from './bytes';
import { characterTokenizer } from './characters';
import { checkTokenizerJSON } from './check-json';
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
  const named = checkTokenizerJSON(json, 'tokenizerFromJSON');
  switch (named.name) {
    case 'bytes':
      return byteTokenizer();
    case 'characters':
      return characterTokenizer(named.characters);
    case 'hugging-face':
      return sameHuggingFace(named, huggingFace);
  }
}

function sameHuggingFace(
  named: Extract<TokenizerJSON, { name: 'hugging-face' }>,
  given: HuggingFaceTokenizer | undefined,
): Tokenizer {
  if (!given)
    throw new MosaError('config', 'tokenizerFromJSON', '{ huggingFace }, the Tokenizer that was used', 'none');
  const tokenizer = fromHuggingFace(given);
  const json = tokenizer.toJSON() as typeof named;
  if (json.vocabularySize !== named.vocabularySize || json.fingerprint !== named.fingerprint)
    throw new MosaError('config', 'tokenizerFromJSON', show(named), show(json));
  return tokenizer;
}
