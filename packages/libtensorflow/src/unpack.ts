import { chmodSync, statfsSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Context } from './context';
import { megabytes } from './hash';
import { extract, openZip } from './zip';

const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** Where an entry of the wheel goes, or undefined for one that is not needed: most of a wheel is Python. */
export function placeOf(entry: string): string | undefined {
  const [, library] = /^tensorflow\/(lib[^/]+)$/.exec(entry) ?? [];
  if (libraries.some((name) => name === library)) return `lib/${library}`;
  // Libraries of the compiler's, which those two look for beside their own folder.
  const [, bundled] = /^(tensorflow[^/]*\.libs\/[^/]+)$/.exec(entry) ?? [];
  if (bundled) return bundled;
  const header =
    /^tensorflow\/(include\/(?:.*\/)?(?:tensorflow\/c\/(?:eager\/)?[^/]+\.h|ctstring(?:_internal)?\.h|tsl_status\.h))$/;
  return header.exec(entry)?.[1];
}

/**
 * Unpacks the libraries and the headers of their C interface.
 * @returns the files with their sizes
 * @throws MosaError `data` for a wheel without them or one that is damaged, `output` where they do not fit the disk
 */
export async function unpackWheel(wheel: string, folder: string, context: Context): Promise<Record<string, number>> {
  const { report, signal } = context;
  const where = `provision ${basename(wheel)}`;
  const { zip, entries } = await openZip(wheel).catch((cause: Error) => {
    throw new MosaError('data', where, 'a wheel, which is a zip file', cause.message, { cause });
  });
  try {
    const wanted = entries.flatMap((entry) => {
      const place = placeOf(entry.fileName);
      return place === undefined ? [] : [{ entry, place }];
    });
    const missing = libraries.filter((name) => !wanted.some(({ place }) => place === `lib/${name}`));
    if (missing.length > 0) throw new MosaError('data', where, `a wheel with ${missing.join(' and ')}`, 'one without');
    const total = wanted.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0);
    report.step(`unpacking ${wanted.length} files (${megabytes(total)}) to the cache`);
    checkSpace(folder, total);
    let done = 0;
    for (const { entry, place } of wanted) {
      const onBytes = (count: number) => {
        done += count;
        report.progress(done / total);
      };
      await extract(zip, entry, join(folder, place), onBytes, signal).catch((cause: NodeJS.ErrnoException) => {
        signal.throwIfAborted();
        const isDisk = cause.syscall === 'write' || cause.syscall === 'open' || cause.syscall === 'close';
        const expected = isDisk ? `to write ${place} to ${folder}` : `${entry.fileName} undamaged`;
        throw new MosaError(isDisk ? 'output' : 'data', where, expected, cause.message, { cause });
      });
    }
    for (const name of libraries) {
      chmodSync(join(folder, 'lib', name), 0o755);
      // The names that a linker looks for.
      symlinkSync(name, join(folder, 'lib', name.replace('_cc', '').replace(/\.2$/, '')));
    }
    return Object.fromEntries(wanted.map(({ entry, place }) => [place, entry.uncompressedSize]));
  } finally {
    zip.close();
  }
}

/** @throws MosaError `output` before anything is written, where the disk is too small */
export function checkSpace(folder: string, bytes: number): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize >= bytes) return;
  const actual = `${megabytes(bavail * bsize)} free (another folder: --cache DIR)`;
  throw new MosaError('output', 'provision', `${megabytes(bytes)} of space in ${folder}`, actual);
}
