import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { makeFolder } from '@mosa-js/command';
import { readTar } from './tar';

/** What of the archive is needed: the loader, the driver, and the file that tells the loader of the driver. */
export const driverFiles = ['libvulkan.so.1', 'libvk_swiftshader.so', 'vk_swiftshader_icd.json'] as const;

/**
 * Unpacks the driver's archive (.tar.br) into a folder. Nobody ever sees a folder that is half full, several processes
 * may do so at once, and where the files are already there nothing happens.
 */
export async function unpackDriver(archive: string, folder: string): Promise<void> {
  if (await isComplete(folder)) return;
  await makeFolder(dirname(folder), dirname(folder), 0o700);
  const temporary = await mkdtemp(`${folder}.`);
  try {
    const files = readTar(await promisify(brotliDecompress)(await readFile(archive)));
    for (const name of driverFiles) {
      const file = files.find((candidate) => candidate.name.replace(/^\.\//, '') === name);
      if (file === undefined) throw new Error(`${archive} has no ${name}`);
      await writeFile(join(temporary, name), file.data);
    }
    await chmod(temporary, 0o755);
    await moveTo(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function moveTo(temporary: string, folder: string): Promise<void> {
  try {
    await rename(temporary, folder);
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    if (await isComplete(folder)) return; // another process was faster
    // Something is missing there, such as what a cleaner of temporary files took.
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder);
  }
}

/** Whether all files are there and belong to this user: others must not choose what is loaded into this process. */
async function isComplete(folder: string): Promise<boolean> {
  const paths = [folder, ...driverFiles.map((name) => join(folder, name))];
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => undefined)));
  const user = process.getuid?.();
  return found.every((file, i) => file !== undefined && file.uid === user && (i === 0 || file.size > 0));
}
