import { MosaError } from '@mosa-js/core';

/** Golden files, wherever they are: a folder, a server, an archive in memory. */
export interface GoldenSource {
  /** A file's full name for error messages: its path or URL. */
  locate(file: string): string;
  /**
   * The bytes of a file such as `cases.json` or `training/NAME/case.json`. Rejects where there is no such file: with an
   * error of the code `ENOENT`, if it can tell that from other failures.
   */
  read(file: string): Promise<Uint8Array>;
  /** Names of the folders in a folder, where they can be listed; `''` is the outermost, and one that is not there has none. */
  list?(folder: string): Promise<string[]>;
}

/** Whether a name stays in its folder, and is one that file systems take. */
export function isFileName(name: unknown): name is string {
  return typeof name === 'string' && /^[\w.-]{1,200}$/.test(name);
}

/** @throws MosaError `golden`, naming the file that cannot be read */
export async function readGoldenFile(source: GoldenSource, file: string): Promise<Uint8Array> {
  try {
    return await source.read(file);
  } catch (error) {
    const { code, syscall, message } = error as { code?: unknown; syscall?: unknown; message?: unknown };
    // Messages of the file system repeat the path.
    const cause = syscall !== undefined ? String(code) : String(message ?? error);
    throw new MosaError('golden', source.locate(file), 'a file that can be read', cause, { cause: error });
  }
}

/**
 * A file that need not be there.
 * @throws MosaError `golden` where it is there and cannot be read
 */
export async function readOptional(source: GoldenSource, file: string): Promise<Uint8Array | undefined> {
  try {
    return await readGoldenFile(source, file);
  } catch (error) {
    const { code } = ((error as MosaError).cause ?? {}) as { code?: unknown };
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** @throws MosaError `golden` */
export function parseJson(bytes: Uint8Array, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new MosaError('golden', file, 'JSON', (error as Error).message);
  }
}
