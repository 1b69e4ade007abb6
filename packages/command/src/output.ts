import { constants } from 'node:fs';
import { access, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { writeStandardOutput } from './print';
import { removeStale, temporaryPath } from './temporary';

/** Where a result will be written to. */
export interface Output {
  /** Writes all of it or nothing: a file is never seen half written. @throws MosaError `output` */
  write(text: string): Promise<void>;
}

/** A file that a result will be written to. What a killed process left of an earlier one is removed. */
export interface FileOutput extends Output {
  /** The same through another program: what it leaves at the path that it gets becomes the file. */
  fill(work: (path: string) => unknown): Promise<void>;
}

/**
 * Makes sure, before any work is done, that a file can be written. Creates its folder.
 * @param where what the user said, such as `--json report.json`, for the error message
 * @throws MosaError `output`
 */
export async function openOutput(path: string, where: string): Promise<FileOutput> {
  try {
    const file = await target(resolve(path));
    const temporary = file.special ? file.path : temporaryPath(file.path);
    if (file.special) {
      await access(file.path, constants.W_OK);
    } else {
      await makeFolders(dirname(file.path));
      await removeStale(file.path);
      await writeFile(temporary, '');
      await rm(temporary);
    }
    const fill = async (work: (path: string) => unknown) => {
      try {
        await work(temporary);
        if (!file.special) await rename(temporary, file.path);
      } catch (error) {
        if (!file.special) await rm(temporary, { force: true }).catch(() => undefined);
        throw refusal(error, where);
      }
    };
    return { fill, write: (text) => fill((to) => writeFile(to, text)) };
  } catch (error) {
    throw refusal(error, where);
  }
}

/**
 * Where `--json` goes: a file, or `-` for standard output.
 * @throws MosaError `output` before any work is done where it is a file that cannot be written
 */
export async function openJson(path: string): Promise<Output> {
  const where = `--json ${path}`;
  return path === '-' ? { write: (text) => writeStandardOutput(text, where) } : openOutput(path, where);
}

/** Makes a folder and those above it, unless it is there. @param mode of those that are made. @throws MosaError `output` */
export async function makeFolder(path: string, where = path, mode?: number): Promise<void> {
  try {
    await makeFolders(resolve(path), mode);
  } catch (error) {
    throw refusal(error, where, 'a folder that can be made');
  }
}

function refusal(error: unknown, where: string, expected = 'a file that can be written'): unknown {
  if (error instanceof MosaError) return error;
  const cause = error instanceof Error ? error.message : String(error);
  return new MosaError('output', where, expected, cause, { cause: error });
}

/** Not with mkdir's own `recursive`, which never ends below a path such as /proc that refuses by ENOENT. */
async function makeFolders(path: string, mode?: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  if (found) throw new Error(`${path} is no folder`);
  if (dirname(path) !== path) await makeFolders(dirname(path), mode);
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // made by someone else meanwhile
  });
}

/** The file behind links. A device or a pipe is special: renaming another file over it would destroy it. */
async function target(path: string): Promise<{ path: string; special: boolean }> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new Error(`${path} is a folder`);
    return found.isFile() ? { path: await realpath(path), special: false } : { path, special: true };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { path, special: false };
  }
}
