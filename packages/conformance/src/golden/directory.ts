import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GoldenSource } from './source';

/** Golden files in a folder of this machine. */
export function goldenDirectory(directory: string): GoldenSource {
  const locate = (file: string) => join(directory, file);
  return { locate, read: (file) => readFile(locate(file)) };
}
