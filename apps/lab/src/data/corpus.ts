import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { MosaError } from '@mosa-js/core';
import { byteTokenizer, characterTokenizer, encodeText, type TokenData, type Tokenizer } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';
import { findData } from './find';
import { asUtf8, decodeUtf8 } from './utf8';

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
  const { tokenizer, train, held } = kind === 'bytes' ? asBytes(whole, other) : asCharacters(whole, other);
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

/** The bytes of the file themselves, whatever they are. */
function asBytes(whole: TextFile, other?: TextFile) {
  const tokenizer = byteTokenizer();
  const cut = other ? whole.bytes.length : cutOfBytes(whole.bytes);
  const [train, held] = [whole.bytes.subarray(0, cut), other?.bytes ?? whole.bytes.subarray(cut)].map((bytes) => ({
    tokens: tokenizer.encodeBytes(bytes),
    bytes: bytes.length,
  }));
  return { tokenizer, train: train!, held: held! };
}

/** @throws MosaError `data` for a file that is not UTF-8 */
function asCharacters(whole: TextFile, other?: TextFile) {
  const text = whole.text();
  const cut = other ? text.length : cutOf(text);
  const heldText = other?.text() ?? text.slice(cut);
  // The vocabulary is that of the whole text, as in nanoGPT.
  const tokenizer = characterTokenizer(text + (other ? heldText : ''));
  return { tokenizer, train: encodeText(tokenizer, text.slice(0, cut)), held: encodeText(tokenizer, heldText) };
}

/** What is kept for validation: as nanoGPT does, in characters, and not inside a surrogate pair. */
function cutOf(text: string): number {
  const at = Math.floor(text.length * (1 - validShare));
  return (text.codePointAt(at - 1) ?? 0) > 0xffff ? at + 1 : at;
}

/** The same place in a text, so that tokenizers are compared on the same part; what is no text is cut anywhere. */
function cutOfBytes(bytes: Uint8Array): number {
  const text = asUtf8(bytes);
  if (text === undefined) return Math.floor(bytes.length * (1 - validShare));
  return new TextEncoder().encode(text.slice(0, cutOf(text))).length;
}

/** A file of text. */
export interface TextFile {
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** @throws MosaError `data` for a file that is not UTF-8, with the place */
  text(): string;
  readonly identity: Omit<TextIdentity, 'tokens'>;
}

/** A text, unpacked. @throws MosaError `input` */
export function readText(name: string, dataDir?: string): TextFile {
  const path = findData(name, dataDir);
  let bytes: Uint8Array;
  try {
    const packed = readFileSync(path);
    bytes = packed[0] === 0x1f && packed[1] === 0x8b ? gunzipSync(packed) : packed;
  } catch (error) {
    throw new MosaError('input', path, 'a text that can be read', (error as Error).message, { cause: error });
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    bytes,
    text: () => decodeUtf8(bytes, path),
    identity: { file: basename(path), sha256, bytes: bytes.length },
  };
}

/** A text as tokens: the byte tokenizer takes any bytes. @throws MosaError `data` */
export function encodeFile(tokenizer: Tokenizer, file: TextFile): TokenData {
  if (tokenizer.name !== 'bytes') return encodeText(tokenizer, file.text());
  return { tokens: byteTokenizer().encodeBytes(file.bytes), bytes: file.bytes.length };
}
