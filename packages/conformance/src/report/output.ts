import { constants } from 'node:fs';
import { access, mkdir, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { MosaError } from '@mosa-js/core';

/** A file that a report will be written to. */
export interface Output {
  /** Writes all of it or nothing: the file is never seen half written. @throws MosaError `output` */
  write(text: string): Promise<void>;
}

/**
 * Makes sure, before any work is done, that a file can be written. Creates its folder.
 * @param where what the user said, such as `--json report.json`, for the error message
 * @throws MosaError `output`
 */
export async function openOutput(path: string, where: string): Promise<Output> {
  const refuse = (error: unknown): never => {
    const cause = error instanceof Error ? error.message : String(error);
    throw new MosaError('output', where, 'a file that can be written', cause, { cause: error });
  };
  try {
    const file = await target(resolve(path));
    const temporary = join(dirname(file.path), `.${basename(file.path)}.${process.pid}.tmp`);
    if (file.special) {
      await access(file.path, constants.W_OK);
    } else {
      await makeFolder(dirname(file.path));
      await writeFile(temporary, '');
      await rm(temporary);
    }
    return {
      async write(text) {
        if (file.special) return writeFile(file.path, text).catch(refuse);
        try {
          await writeFile(temporary, text);
          await rename(temporary, file.path);
        } catch (error) {
          await rm(temporary, { force: true });
          refuse(error);
        }
      },
    };
  } catch (error) {
    return refuse(error);
  }
}

/** A folder and those above it. Not with mkdir's own `recursive`, which never ends below a path such as /proc that refuses by ENOENT. */
async function makeFolder(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) return;
  if (dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
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
