import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { entryImporters, isMissing } from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Checkpoint } from '../checkpoint/checkpoint';
import { tokenizerFromJSON } from '../tokenizers/from-json';
import { fromHuggingFace, type HuggingFaceTokenizer } from '../tokenizers/hugging-face';
import type { Tokenizer } from '../tokenizers/tokenizer';

const library = '@huggingface/tokenizers';

/**
 * The tokenizer of a checkpoint: the one that it holds, or that of `--tokenizer` where it holds none or only its fingerprint.
 * @param file of the checkpoint, for messages
 * @param given `--tokenizer`
 * @throws MosaError `usage`, `input`, `data`, `unavailable`; `config` where it is not the one that the model was trained with
 */
export async function tokenizerOf(
  { tokenizer: identity, config }: Checkpoint,
  file: string,
  given: string | undefined,
): Promise<Tokenizer> {
  if (identity !== undefined && identity.name !== 'hugging-face') {
    if (given !== undefined)
      throw new MosaError(
        'usage',
        '--tokenizer',
        `none, since ${file} holds its tokenizer (${identity.name})`,
        show(given),
      );
    return tokenizerFromJSON(identity);
  }
  if (given === undefined) {
    const expected = 'the tokenizer.json that the model was trained with, which the checkpoint does not hold';
    throw new MosaError('usage', '--tokenizer', expected, 'none');
  }
  const huggingFace = await loadHuggingFace(given);
  if (identity !== undefined) return tokenizerFromJSON(identity, { huggingFace });
  const tokenizer = fromHuggingFace(huggingFace);
  if (tokenizer.vocabularySize <= config.vocabularySize) return tokenizer;
  const expected = `at most the ${config.vocabularySize} tokens of ${file}`;
  throw new MosaError('config', `--tokenizer ${given}`, expected, `${tokenizer.vocabularySize} tokens`);
}

async function loadHuggingFace(file: string): Promise<HuggingFaceTokenizer> {
  const beside = join(dirname(file), 'tokenizer_config.json');
  const json = readJson(file);
  const config = existsSync(beside) ? readJson(beside) : {};
  const { Tokenizer } = (await importLibrary()) as {
    readonly Tokenizer?: new (json: object, config: object) => HuggingFaceTokenizer;
  };
  if (typeof Tokenizer !== 'function')
    throw new MosaError('unavailable', library, 'a version that exports Tokenizer', show(Tokenizer));
  try {
    return new Tokenizer(json, config);
  } catch (error) {
    throw new MosaError('data', file, `a tokenizer that ${library} reads`, (error as Error).message, { cause: error });
  }
}

async function importLibrary(): Promise<Readonly<Record<string, unknown>>> {
  for (const load of entryImporters(process.cwd())) {
    try {
      return await load(library);
    } catch (error) {
      if (!isMissing(error, library)) throw error;
    }
  }
  throw new MosaError('unavailable', '--tokenizer', `${library} (npm install ${library})`, 'not installed');
}

/** @throws MosaError `input`, `data` */
function readJson(file: string): object {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new MosaError('input', file, 'a tokenizer.json that can be read', (error as Error).message, { cause: error });
  }
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json;
  } catch {}
  throw new MosaError('data', file, 'a tokenizer.json: an object in JSON', show(text.slice(0, 60)));
}
