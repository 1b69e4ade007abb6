import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { MosaError } from '@mosa-js/core';

/** Whether a program is there to be run. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Packs a folder with tar.
 * @param file ends in .tar.xz or .tar.gz
 * @returns its size in bytes
 * @throws MosaError `unavailable` where tar or the packer is missing or fails
 */
export function archive(folder: string, file: string): number {
  const packer = file.endsWith('.xz') ? 'xz -T0 -6' : 'gzip -9';
  // Nobody's names and numbers of users go along.
  const plain = ['--owner=0', '--group=0', '--numeric-owner'];
  const words = [...plain, '-I', packer, '-cf', file, '-C', dirname(folder), basename(folder)];
  const { status, stderr, error } = spawnSync('tar', words, { encoding: 'utf8' });
  if (status === 0) return statSync(file).size;
  const why = error?.message ?? stderr.trim();
  throw new MosaError('unavailable', `tar ${words.join(' ')}`, 'GNU tar to pack the folder', why);
}
