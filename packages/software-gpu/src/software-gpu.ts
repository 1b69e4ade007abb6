import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MosaError } from '@mosa-js/core';
import { thisMachine } from './machine';
import { driverPackage, findDriverPackage } from './package';
import { unpackDriver } from './unpack';

export interface SoftwareGpuOptions {
  /** Where the package is looked for first; then beside this one. Default: the working directory. */
  readonly cwd?: string;
  /** Folder that holds unpacked drivers. Default: `mosa-js` in the user's cache or, where that cannot be, in the temporary folder. */
  readonly cache?: string;
}

/**
 * Environment variables with which a new process on Linux x64 finds SwiftShader, a GPU in software, so that WebGPU can
 * be tested on machines without a GPU. It comes out of the npm package `@sparticuz/chromium` and is unpacked once.
 * @returns nothing on other machines, and where that package is not installed
 * @throws MosaError `unavailable` where it cannot be unpacked
 */
export async function softwareGpuEnvironment(
  options: SoftwareGpuOptions = {},
): Promise<Record<string, string> | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const found = findDriverPackage([options.cwd ?? process.cwd(), fileURLToPath(new URL('.', import.meta.url))]);
  if (found === undefined) return undefined;
  let reason = '';
  for (const cache of options.cache === undefined ? caches() : [options.cache]) {
    const folder = join(cache, `swiftshader-${found.version}`);
    try {
      await unpackDriver(found.archive, folder);
      return environment(folder);
    } catch (error) {
      reason ||= (error as Error).message;
    }
  }
  const expected = `the SwiftShader of ${driverPackage} ${found.version} unpacked (install that package again if it is damaged)`;
  throw new MosaError('unavailable', 'softwareGpuEnvironment', expected, reason);
}

function caches(): string[] {
  return [
    join(thisMachine.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'mosa-js'),
    join(tmpdir(), `mosa-js-${process.getuid?.()}`),
  ];
}

function environment(folder: string): Record<string, string> {
  const libraries = [folder, thisMachine.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, VK_DRIVER_FILES: join(folder, 'vk_swiftshader_icd.json') };
}
