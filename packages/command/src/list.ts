import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/**
 * The parts of a list with commas. Parts that together are the path of something that is there are one: a file may have
 * commas in its name.
 */
export function splitList(text: string, cwd = process.cwd()): string[] {
  const pieces = text.split(',');
  const parts: string[] = [];
  for (let from = 0; from < pieces.length; ) {
    let to = pieces.length;
    while (to > from + 1 && !isThere(pieces.slice(from, to).join(','), cwd)) to--;
    parts.push(pieces.slice(from, to).join(',').trim());
    from = to;
  }
  return parts;
}

function isThere(path: string, cwd: string): boolean {
  return path !== '' && !path.includes('\0') && existsSync(resolve(cwd, path));
}
