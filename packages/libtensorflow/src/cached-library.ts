import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '@mosa-js/command';
import type { Context } from './context';
import { downloadWheel } from './download';
import { checkHash } from './hash';
import { withLock } from './lock';
import { checkSpace, unpackWheel } from './unpack';
import type { Flavor, Wheel } from './wheels';

/** A libtensorflow in the cache: a folder with lib and include. */
export interface Library {
  readonly folder: string;
  readonly flavor: Flavor;
  readonly sha256: string;
}

export interface LibrarySource {
  readonly flavor: Flavor;
  readonly sha256: string;
  /** A file that is already here. */
  readonly file?: string;
  /** What to download where there is no file. */
  readonly wheel?: Wheel;
}

const complete = 'complete.json';

/** Where the libraries of a wheel are or will be. */
export function libraryFolder(cache: string, { flavor, sha256 }: Pick<LibrarySource, 'flavor' | 'sha256'>): string {
  return join(cache, `${flavor}-${process.arch}-${sha256.slice(0, 12)}`);
}

/** Whether all files are there, as long as they were when they were unpacked. */
export function isComplete(folder: string): boolean {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, complete), 'utf8')) as { files: Record<string, number> };
    return Object.entries(files).every(([file, size]) => statSync(join(folder, file)).size === size);
  } catch {
    return false;
  }
}

/**
 * The libraries of a wheel, unpacked. They are made in a folder beside their place and moved there when they are whole;
 * what a run that was killed left behind goes first.
 * @throws MosaError `unavailable`, `data` or `output`
 */
export async function cachedLibrary(cache: string, source: LibrarySource, context: Context): Promise<Library> {
  const { flavor, sha256 } = source;
  const library = { folder: libraryFolder(cache, source), flavor, sha256 };
  if (isComplete(library.folder)) return library;
  await makeFolder(cache, 'provision --cache');
  return withLock(cache, context, async () => {
    for (const name of readdirSync(cache)) {
      // With patience: a pip that outlived its parent may still write there.
      const patiently = { recursive: true, force: true, maxRetries: 10, retryDelay: 100 };
      if (/\.part-/.test(name)) rmSync(join(cache, name), patiently);
    }
    if (isComplete(library.folder)) return library; // another run was faster
    const part = mkdtempSync(`${library.folder}.part-`);
    try {
      if (source.wheel) checkSpace(part, source.wheel.bytes);
      const file = source.file ?? (await downloadWheel(source.wheel!, part, context));
      await checkHash(file, sha256, context);
      const unpacked = join(part, 'unpacked');
      mkdirSync(unpacked);
      const files = await unpackWheel(file, unpacked, context);
      writeFileSync(join(unpacked, complete), `${JSON.stringify({ flavor, sha256, files }, null, 2)}\n`);
      rmSync(library.folder, { recursive: true, force: true }); // one that has lost files
      renameSync(unpacked, library.folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
    return library;
  });
}
