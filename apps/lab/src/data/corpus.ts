import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MosaError } from '@mosa-js/core';
import { byteTokenizer, characterTokenizer, encodeText, type TokenData, type Tokenizer } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';
import { findData } from './find';

/** The share of a text that validation gets where it has no text of its own: nanoGPT's. */
const validShare = 0.1;

/** What a text is, for a run's JSON. */
export interface TextIdentity {
  readonly file: string;
  /** Of the text, unpacked. */
  readonly sha256: string;
  readonly bytes: number;
  /** Of the part that is used. */
  readonly tokens: number;
}

/** Texts as tokens. */
export interface Corpus {
  readonly tokenizer: Tokenizer;
  readonly train: TokenData;
  readonly valid: TokenData;
  readonly identity: { readonly train: TextIdentity; readonly valid: TextIdentity };
}

/** @throws MosaError `input` or `data` */
export function loadCorpus({ data, valid, tokenizer: kind }: Settings, dataDir?: string): Corpus {
  const whole = readText(data, dataDir);
  const other = valid === '' ? undefined : readText(valid, dataDir);
  // As nanoGPT does: in characters, not bytes, and the vocabulary is that of the whole text.
  const cut = wholeCharacter(whole.text, Math.floor(whole.text.length * (1 - validShare)));
  const [trainText, validText] = other ? [whole.text, other.text] : [whole.text.slice(0, cut), whole.text.slice(cut)];
  const tokenizer = kind === 'bytes' ? byteTokenizer() : characterTokenizer(whole.text + (other?.text ?? ''));
  const train = encodeText(tokenizer, trainText);
  const held = encodeText(tokenizer, validText);
  return {
    tokenizer,
    train,
    valid: held,
    identity: {
      train: { ...whole.identity, tokens: train.tokens.length },
      valid: { ...(other ?? whole).identity, tokens: held.tokens.length },
    },
  };
}

/** A text, unpacked. @throws MosaError `input` */
export function readText(name: string, dataDir?: string) {
  const path = findData(name, dataDir);
  let bytes: Uint8Array;
  try {
    const packed = readFileSync(path);
    bytes = packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed) : packed;
  } catch (error) {
    throw new MosaError('input', path, 'a text that can be read', (error as Error).message, { cause: error });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text, identity: { file: basename(path), sha256, bytes: bytes.length } };
}

/** A place to cut that is not inside a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at;
}
