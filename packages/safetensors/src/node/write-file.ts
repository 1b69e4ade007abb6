import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeStale, temporaryPath } from '@mosa-js/command/temporary';
import { arrayName, bytesOf, type Dtype, isArrayOf, type Tensor, type TensorArray } from '../dtypes';
import { causeOf, quote, SafetensorsError } from '../error';
import { type ByName, type Layout, layOut, type WriteOptions } from '../layout';
import { showData } from '../write';

/** A tensor whose data come in pieces, in order: arrays of its dtype, of any lengths, as many elements as its shape says. */
export interface StreamedTensor {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Asked for the next piece when the one before is written, so a piece's memory may be used again. */
  readonly data: Iterable<TensorArray> | AsyncIterable<TensorArray>;
}

/** Some systems write at most 2 GiB at once. */
const mostAtOnce = 2 ** 30;

/**
 * Writes a file, byte for byte what the Python library writes for the same tensors. Tensors are consumed one after
 * another, in the order of the file.
 *
 * The file appears as a whole or not at all: data go to another file in the same folder, which is flushed to disk and
 * then takes the name. Whatever fails, a file that was there before stays as it was, and nothing is left behind; what a
 * killed process leaves, the next write to the same path removes.
 * @throws SafetensorsError `name`, `dtype`, `shape`, `metadata`, `data`, `size` or `write`, and what `data` throws
 */
export async function writeSafetensorsFile(
  path: string | URL,
  tensors: ByName<Tensor | StreamedTensor>,
  options: WriteOptions = {},
): Promise<void> {
  const where = String(path);
  const layout = layOut(tensors, options, where);
  const { target, mode } = await targetOf(path, where);
  await removeStale(target);
  const temporary = temporaryPath(target);
  const file = await attempt(where, () => open(temporary, 'wx', 0o666));
  try {
    try {
      // The permissions of the file it replaces. Some file systems have none.
      if (mode !== undefined) await file.chmod(mode).catch(() => {});
      await writeAll(file, layout, where);
      await attempt(where, () => file.sync());
    } catch (error) {
      await file.close().catch(() => {}); // the first error says more
      throw error;
    }
    await attempt(where, () => file.close());
    await attempt(where, () => rename(temporary, target));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await attempt(where, () => syncFolder(dirname(target)));
}

/**
 * Makes sure that `writeSafetensorsFile` can write to a path, before the work that makes what is to be written: it makes a
 * file in the same folder and removes it. A disk may still be too small.
 * @throws SafetensorsError `write`
 */
export async function checkWritable(path: string | URL): Promise<void> {
  const where = String(path);
  const { target } = await targetOf(path, where);
  const temporary = temporaryPath(target);
  await attempt(where, async () => {
    await (await open(temporary, 'wx', 0o666)).close();
    await rm(temporary);
  });
}

/** Where the path leads. A link stays, and what it leads to is replaced. */
async function targetOf(path: string | URL, where: string): Promise<{ target: string; mode?: number }> {
  const given = resolve(path instanceof URL ? fileURLToPath(path) : path);
  const target = await realpath(given).catch(() => given);
  const old = await stat(target).catch(() => undefined);
  if (old && !old.isFile()) {
    throw new SafetensorsError('write', where, 'the path of a file', old.isDirectory() ? 'a folder' : 'a device');
  }
  return { target, mode: old && old.mode & 0o777 };
}

async function writeAll(file: FileHandle, layout: Layout<Tensor | StreamedTensor>, where: string): Promise<void> {
  const write = (bytes: Uint8Array) => attempt(where, () => writeFully(file, bytes));
  await write(layout.head);
  for (const [name, { dtype, data }, elements] of layout.tensors) {
    const bad = (actual: string) => {
      const expected = `tensor ${quote(name)} with ${elements} elements of ${dtype} in ${arrayName(dtype)}`;
      return new SafetensorsError('data', where, expected, actual);
    };
    let count = 0;
    for await (const piece of piecesOf(data, bad)) {
      if (!isArrayOf(dtype, piece)) throw bad(showData(piece));
      count += piece.length;
      if (count > elements) throw bad(`${count} or more`);
      await write(bytesOf(piece));
    }
    if (count < elements) throw bad(`${count}`);
  }
}

function piecesOf(
  data: unknown,
  bad: (actual: string) => SafetensorsError,
): Iterable<TensorArray> | AsyncIterable<TensorArray> {
  if (ArrayBuffer.isView(data)) return [data as TensorArray];
  if (typeof data === 'object' && data !== null && (Symbol.asyncIterator in data || Symbol.iterator in data)) {
    return data as StreamedTensor['data'];
  }
  throw bad(showData(data));
}

/** A disk that is nearly full takes a part, and refuses the next. */
async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, Math.min(bytes.length - done, mostAtOnce));
    if (bytesWritten === 0) throw new Error('nothing written');
    done += bytesWritten;
  }
}

/** So that the new name is on disk too. Windows and some file systems cannot, and need not. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EINVAL') throw error;
  } finally {
    await folder.close();
  }
}

async function attempt<T>(where: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new SafetensorsError('write', where, 'a file that can be written', causeOf(error), { cause: error });
  }
}
