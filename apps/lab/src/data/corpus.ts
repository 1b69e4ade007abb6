import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { readTextFile, type TextFile as TextBytes } from '@mosa-js/command';
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
  const cut = other ? whole.bytes.length : cutOfBytes(whole);
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
function cutOfBytes(file: TextFile): number {
  if (!file.isText()) return Math.floor(file.bytes.length * (1 - validShare));
  const text = file.text();
  return new TextEncoder().encode(text.slice(0, cutOf(text))).length;
}

/** A file of text. */
export interface TextFile extends TextBytes {
  readonly identity: Omit<TextIdentity, 'tokens'>;
}

/** A text, unpacked. @throws MosaError `input` */
export function readText(name: string, dataDir?: string): TextFile {
  const path = findData(name, dataDir);
  const file = readTextFile(path);
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  return { ...file, identity: { file: basename(path), sha256, bytes: file.bytes.length } };
}
