import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Refusal } from './refusal.js';

/** Its SHA-256, in hexadecimal digits. @throws Refusal for a file that is not there */
export const sha256Of = (file) => createHash('sha256').update(read(file)).digest('hex');

/**
 * A tarball as npm made it.
 * @returns {{ sha256: string, integrity: string, bytes: number, manifest: object }} `integrity` is what registries tell
 * @throws Refusal for a file that is not there, is cut off or has no package.json
 */
export function readTarball(file) {
  const data = read(file);
  const text = fileOf(unzipped(data, file), 'package/package.json');
  if (text === undefined) throw new Refusal(file, 'a tarball with package/package.json', 'one without');
  return {
    sha256: createHash('sha256').update(data).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(data).digest('base64')}`,
    bytes: data.length,
    manifest: JSON.parse(text),
  };
}

function read(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Refusal(file, 'a tarball', error.code ?? error.message, { cause: error });
  }
}

function unzipped(data, file) {
  try {
    return gunzipSync(data);
  } catch (error) {
    throw new Refusal(file, 'a tarball that is whole', error.message, { cause: error });
  }
}

/** npm writes plain tar: blocks of 512 bytes, each file's header with its name and its size in octal. */
function fileOf(tar, wanted) {
  const field = (at, length) => tar.toString('latin1', at, at + length).replace(/[\0 ].*$/s, '');
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const size = Number.parseInt(field(at + 124, 12), 8);
    if (field(at, 100) === wanted) return tar.toString('utf8', at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
}
