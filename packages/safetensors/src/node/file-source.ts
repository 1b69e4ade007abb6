import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { causeOf, SafetensorsError } from '../error';
import { openSafetensors, type SafetensorsReader } from '../open';
import type { Source } from '../source';

/** Some systems read at most 2 GiB at once. */
const mostAtOnce = 2 ** 30;

/**
 * Opens a file: its header is read and checked, data wait for `read` and `chunks`. Close it after use.
 * @throws SafetensorsError
 * @example
 * ```js
 * import { openSafetensorsFile, writeSafetensorsFile } from '@mosa-js/safetensors/node';
 *
 * const data = Float32Array.of(1, 2);
 * await writeSafetensorsFile('two.safetensors', { x: { dtype: 'F32', shape: [2], data } });
 * const file = await openSafetensorsFile('two.safetensors');
 * console.log((await file.read('x')).data);
 * await file.close();
 * ```
 */
export async function openSafetensorsFile(path: string | URL): Promise<SafetensorsReader> {
  return openSafetensors(await fileSource(path));
}

async function fileSource(path: string | URL): Promise<Source> {
  const name = String(path);
  try {
    // Without O_NONBLOCK, opening a pipe would wait for a writer.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stat = await file.stat();
      if (!stat.isFile()) throw new Error(stat.isDirectory() ? 'a folder' : 'a device');
      return { name, size: stat.size, read: (...range) => read(file, ...range), close: () => file.close() };
    } catch (error) {
      await file.close();
      throw error;
    }
  } catch (error) {
    throw new SafetensorsError('read', name, 'a file that can be read', causeOf(error), { cause: error });
  }
}

/** Less than `length` bytes only where the file ends. */
async function read(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, Math.min(length - done, mostAtOnce), offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return bytes.subarray(0, done);
}
