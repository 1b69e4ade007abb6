import { MosaError } from '@mosa-js/core';

/** Golden files, wherever they are: a folder, a server, an archive in memory. */
export interface GoldenSource {
  /** A file's full name for error messages: its path or URL. */
  locate(file: string): string;
  /** The bytes of `cases.json` or `NAME.safetensors`. Rejects where there is no such file. */
  read(file: string): Promise<Uint8Array>;
}

/** @throws MosaError `golden`, naming the file that cannot be read */
export async function readGoldenFile(source: GoldenSource, file: string): Promise<Uint8Array> {
  try {
    return await source.read(file);
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: unknown };
    const cause = typeof code === 'string' ? code : String(message ?? error);
    throw new MosaError('golden', source.locate(file), 'a file that can be read', cause, { cause: error });
  }
}
