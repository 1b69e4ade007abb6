import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the lab, in the repository or unpacked from its archive: it holds `presets`, and `results` by default. */
export const appFolder = find(dirname(fileURLToPath(import.meta.url)));

function find(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(folder) === folder ? folder : find(dirname(folder));
}
