import { existsSync, readdirSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolder } from '@mosa-js/command';
import { temporaryPath } from '@mosa-js/command/temporary';
import { MosaError } from '@mosa-js/core';

/** Bytes of a file, in pieces. */
export type FilePieces = readonly Uint8Array[];

/** @throws MosaError `output` where the path is no folder, or one with files, unless they may be replaced */
export function checkFolder(path: string, mayReplace: boolean, where: string): void {
  if (!existsSync(path)) return;
  if (!statSync(path).isDirectory()) throw new MosaError('output', where, 'a folder', 'a file');
  if (mayReplace || readdirSync(path).length === 0) return;
  throw new MosaError(
    'output',
    where,
    'a folder that is not there yet, or empty (--force replaces files)',
    'one with files',
  );
}

/**
 * Writes files, whose names may have folders, into a folder, all of them or none: they are written beside it, and take their places when all are there.
 * @throws MosaError `output`
 */
export async function writeFolder(
  path: string,
  files: Readonly<Record<string, FilePieces>>,
  where: string,
): Promise<void> {
  const target = resolve(path);
  const temporary = temporaryPath(target);
  await makeFolder(temporary, where);
  try {
    for (const [name, pieces] of Object.entries(files)) {
      await makeFolder(dirname(join(temporary, name)), where);
      await writePieces(join(temporary, name), pieces);
    }
    if (!existsSync(target)) {
      await rename(temporary, target);
      return;
    }
    for (const name of Object.keys(files)) {
      await makeFolder(dirname(join(target, name)), where);
      await rename(join(temporary, name), join(target, name));
    }
  } catch (error) {
    if (error instanceof MosaError) throw error;
    throw new MosaError('output', where, 'a folder that can be written', (error as Error).message, { cause: error });
  } finally {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Some systems write at most 2 GiB at once. */
const mostAtOnce = 2 ** 30;

async function writePieces(file: string, pieces: FilePieces): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    for (const piece of pieces) {
      for (let done = 0; done < piece.length; ) {
        const { bytesWritten } = await handle.write(piece, done, Math.min(piece.length - done, mostAtOnce));
        if (bytesWritten === 0) throw new Error('nothing written');
        done += bytesWritten;
      }
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}
