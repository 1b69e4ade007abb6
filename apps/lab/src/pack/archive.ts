import { spawn, spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { MosaError } from '@mosa-js/core';

/** Whether a program is there to be run. */
export function hasProgram(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0;
}

/**
 * Packs a folder with tar.
 * @param kind of packer
 * @param signal ends tar; the promise settles when nothing writes the file any more
 * @throws MosaError `unavailable` where tar or the packer is missing or fails
 */
export async function archive(folder: string, file: string, kind: 'xz' | 'gz', signal: AbortSignal): Promise<void> {
  const packer = kind === 'xz' ? 'xz -T0 -6' : 'gzip -9';
  // Nobody's names and numbers of users go along.
  const plain = ['--owner=0', '--group=0', '--numeric-owner'];
  const words = [...plain, '-I', packer, '-cf', file, '-C', dirname(folder), basename(folder)];
  const child = spawn('tar', words, { stdio: ['ignore', 'ignore', 'pipe'], signal });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  let fault: string | undefined;
  child.on('error', ({ message }) => {
    fault = message;
  });
  // Told to end, tar may still write, and the packer that it started opens the file: all have closed their outputs now.
  const failure = await new Promise<string | undefined>((resolve) => {
    child.on('close', (code) => resolve(fault ?? (code === 0 ? undefined : said.trim())));
  });
  if (failure !== undefined)
    throw new MosaError('unavailable', `tar ${words.join(' ')}`, 'GNU tar to pack the folder', failure);
}
