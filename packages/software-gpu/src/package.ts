import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The npm package in which a software Vulkan driver is found. */
export const driverPackage = '@sparticuz/chromium';

export interface DriverPackage {
  readonly version: string;
  /** Path of the compressed driver. */
  readonly archive: string;
}

/** Looks for the package where modules in these folders would, in this order. */
export function findDriverPackage(folders: readonly string[]): DriverPackage | undefined {
  for (const folder of folders) {
    const root = rootOf(join(folder, 'mosa.js'));
    if (root === undefined) continue;
    const archive = join(root, 'bin', 'swiftshader.tar.br');
    if (existsSync(archive)) return { version: manifest(root).version ?? 'unknown', archive };
  }
  return undefined;
}

/** The package's folder. It exports no package.json to ask for, so this goes up from its entry. */
function rootOf(from: string): string | undefined {
  try {
    let folder = dirname(createRequire(from).resolve(driverPackage));
    while (manifest(folder).name !== driverPackage) {
      if (dirname(folder) === folder) return undefined;
      folder = dirname(folder);
    }
    return folder;
  } catch {
    return undefined;
  }
}

function manifest(folder: string): { readonly name?: string; readonly version?: string } {
  const path = join(folder, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
}
