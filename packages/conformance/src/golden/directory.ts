import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoldenSource } from './source';

/** Golden files in a folder of this machine. */
export function goldenDirectory(directory: string): GoldenSource {
  const locate = (file: string) => join(directory, file);
  return {
    locate,
    read: (file) => readFile(locate(file)),
    async list(folder) {
      const entries = await readdir(locate(folder), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
        throw error;
      });
      return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
    },
  };
}
