import { textOf } from '@mosa-js/command';
import { MosaError } from '@mosa-js/core';
import { encodeTextFile } from '../node/encode-text-file';
import type { Tokenizer } from '../tokenizers/tokenizer';

/**
 * Tokens to go on from.
 * @param text `--prompt`; without it standard input is read to its end
 * @throws MosaError `usage` where there is none, `data` where the tokenizer has no ids for it
 */
export async function promptOf(text: string | undefined, tokenizer: Tokenizer): Promise<Int32Array> {
  if (text !== undefined) return tokenizer.encode(text);
  if (process.stdin.isTTY) throw noPrompt('a terminal');
  const bytes = withoutLastBreak(await readStandardInput());
  if (bytes.length === 0) throw noPrompt('nothing');
  return encodeTextFile(tokenizer, textOf(bytes, 'standard input')).tokens;
}

const noPrompt = (actual: string) =>
  new MosaError('usage', '--prompt', 'a text to go on from, here or on standard input', actual);

async function readStandardInput(): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of process.stdin) pieces.push(piece);
  } catch (error) {
    const cause = (error as Error).message;
    throw new MosaError('input', 'standard input', 'a text that can be read', cause, { cause: error });
  }
  return Buffer.concat(pieces);
}

/** As `echo` writes one that nobody means. */
function withoutLastBreak(bytes: Uint8Array): Uint8Array {
  if (bytes.at(-1) !== 0x0a) return bytes;
  return bytes.subarray(0, bytes.at(-2) === 0x0d ? -2 : -1);
}
