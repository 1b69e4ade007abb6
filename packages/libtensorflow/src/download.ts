import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Context } from './context';
import { execute, lastLines } from './execute';
import { megabytes } from './hash';
import type { Wheel } from './wheels';

/**
 * Downloads a wheel through pip, which knows the user's index, proxy and certificates, and refuses another hash.
 * @returns its path, somewhere in `folder`
 * @throws MosaError `unavailable` where there is no pip or it gets no such file
 */
export async function downloadWheel(wheel: Wheel, folder: string, { report, signal }: Context): Promise<string> {
  const { project, version, platforms, sha256, bytes } = wheel;
  report.step(`downloading ${project} ${version} (${megabytes(bytes)}) through pip`);
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `${project}==${version} --hash=sha256:${sha256}\n`);
  const words = ['-m', 'pip', 'download', '--quiet', '--no-input', '--disable-pip-version-check', '--no-cache-dir'];
  const which = ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311'];
  const target = [
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '--dest',
    folder,
    '--requirement',
    requirements,
  ];
  const platform = platforms.flatMap((name) => ['--platform', name]);
  // pip keeps what it has so far among temporary files: so they are here, where they count and are deleted.
  const env = { ...process.env, TMPDIR: folder };
  const timer = setInterval(() => report.progress(sizeOf(folder) / bytes), 500);
  try {
    const pip = await execute('python3', [...words, ...which, ...platform, ...target], { env, signal });
    const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (pip.code === 0 && file !== undefined) return join(folder, file);
    const how = `python3 -m pip to download ${project}==${version}, or the wheel by --wheel FILE`;
    throw new MosaError('unavailable', 'provision download', how, pip.missing ? 'no python3' : lastLines(pip.err));
  } finally {
    clearInterval(timer);
  }
}

/** Bytes of all files below a folder in which another process is at work. */
function sizeOf(folder: string): number {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .map((entry) => (entry.isDirectory() ? sizeOf : fileSize)(join(folder, entry.name)))
      .reduce((sum, size) => sum + size, 0);
  } catch {
    return 0;
  }
}

function fileSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
