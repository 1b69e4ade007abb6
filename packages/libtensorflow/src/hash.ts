import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Context } from './context';

/** SHA-256 of a file, in hexadecimal. */
export async function hashFile(file: string, { report, signal }: Context): Promise<string> {
  const hash = createHash('sha256');
  const total = statSync(file).size;
  let done = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) {
    hash.update(chunk);
    done += chunk.length;
    report.progress(done / total);
  }
  return hash.digest('hex');
}

/** @throws MosaError `data` for a wheel that is not there or not the one that was pinned */
export async function checkHash(wheel: string, sha256: string, context: Context): Promise<void> {
  const found = statSync(wheel, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new MosaError('data', 'provision --wheel', 'a file', `nothing at ${wheel}`);
  context.report.step(`checking the hash of ${basename(wheel)} (${megabytes(found.size)})`);
  const actual = await hashFile(wheel, context);
  if (actual !== sha256) {
    const got = `${actual} (${found.size} bytes)`;
    throw new MosaError('data', `provision ${basename(wheel)}`, `a file whose SHA-256 is ${sha256}`, got);
  }
}

export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`;
}
