import { MosaError } from '@mosa-js/core';

/**
 * Bytes as the text that they are in UTF-8, a byte order mark included.
 * @throws MosaError `data` where they are none, with the place: what cannot be read is not to be replaced in silence
 */
export function decodeUtf8(bytes: Uint8Array, path: string): string {
  const text = asUtf8(bytes);
  if (text !== undefined) return text;
  const at = firstInvalid(bytes);
  const line = bytes.subarray(0, at).reduce((n, byte) => (byte === 0x0a ? n + 1 : n), 1);
  const found = `0x${bytes[at]!.toString(16).padStart(2, '0')} at byte ${at}, in line ${line}`;
  const expected = 'text in UTF-8 (a tokenizer of bytes takes any bytes)';
  throw new MosaError('data', path, expected, `${found}${isUtf16(bytes) ? ', as UTF-16 begins' : ''}`);
}

/** The text, or undefined where the bytes are not UTF-8. */
export function asUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Where the first character starts that is none. */
function firstInvalid(bytes: Uint8Array): number {
  let at = 0;
  for (;;) {
    const length = lengthOf(bytes[at]!);
    if (length === 0 || (length > 1 && asUtf8(bytes.subarray(at, at + length)) === undefined)) return at;
    at += length;
  }
}

/** Bytes of the character that a byte begins; 0 where it begins none. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2) return 0;
  if (first < 0xe0) return 2;
  if (first < 0xf0) return 3;
  return first < 0xf5 ? 4 : 0;
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
