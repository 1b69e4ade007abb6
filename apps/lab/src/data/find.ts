import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { MosaError } from '@mosa-js/core';
import { appFolder } from '../run/app-folder';

/** Where texts are looked for when they are not found as they are named. */
export function dataFolders(dataDir?: string): string[] {
  const named = dataDir ?? process.env.MOSA_DATA;
  return [...(named ? [resolve(named)] : []), join(appFolder, 'data')];
}

/** The path of a text. Nothing is ever downloaded. @throws MosaError `input` */
export function findData(name: string, dataDir?: string): string {
  const candidates = [resolve(name), ...dataFolders(dataDir).map((folder) => join(folder, name))];
  const found = candidates.find((path) => existsSync(path));
  if (found !== undefined) return found;
  const how = 'a text file (name one with --data, or its folder with --data-dir or MOSA_DATA)';
  throw new MosaError('input', name, how, `none at ${candidates.join(', ')}`);
}
