import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MosaError } from '@mosa-js/core';
import { asUtf8, decodeUtf8 } from './utf8';

/** A text as bytes, which need be none. */
export interface TextFile {
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** Whether the bytes are UTF-8. */
  isText(): boolean;
  /** @throws MosaError `data` for bytes that are not UTF-8, with the place */
  text(): string;
}

/** A file of text, unpacked where it is packed by gzip. @throws MosaError `input` */
export function readTextFile(path: string): TextFile {
  try {
    return textOf(readFileSync(path), path);
  } catch (error) {
    throw new MosaError('input', path, 'a text that can be read', (error as Error).message, { cause: error });
  }
}

/** @param where what the bytes are of, for messages */
export function textOf(given: Uint8Array, where: string): TextFile {
  const bytes = given[0] === 0x1f && given[1] === 0x8b ? gunzipSync(given) : given;
  return { bytes, isText: () => asUtf8(bytes) !== undefined, text: () => decodeUtf8(bytes, where) };
}
