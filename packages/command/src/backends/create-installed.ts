import type { Backend } from '@mosa-js/core';
import type { ConformanceDevice, ModuleLoader } from '@mosa-js/core/adapter';
import { deviceOf, entryOf } from './devices';
import { entryImporters, isMissing } from './import-from';
import { knownBackends } from './known-backends';
import { restingGpu } from './resting-gpu';
import { Unavailable } from './unavailable';

/** A device that an adapter's package names in its entry for commands. */
export interface PackageDevice {
  readonly packageName: string;
  readonly device: string;
}

/** Makes a backend of an installed package. @throws what `installedDevice` throws, or whatever the adapter throws */
export async function createInstalled(wanted: PackageDevice, cwd: string): Promise<Backend> {
  const { device, load } = await installedDevice(wanted, cwd);
  return device.create(load);
}

/**
 * A device of an installed package, and what imports its libraries: all of its packages from the user's folder or, failing
 * that, all from beside the command, never a mixture.
 * @param lacks what the machine lacks for a device that needs it: it is unavailable even where its packages are there
 * @throws Unavailable, or what the package's entry throws where that itself is at fault
 */
export async function installedDevice(
  { packageName, device }: PackageDevice,
  cwd: string,
  lacks?: string,
): Promise<{ readonly device: ConformanceDevice; readonly load: ModuleLoader }> {
  const known = knownBackends.find((backend) => backend.packageName === packageName && backend.device === device);
  let packages = known?.packages ?? [packageName];
  for (const load of entryImporters(cwd)) {
    const module = await unlessMissing(load, entryOf(packageName), packageName);
    if (module === undefined) continue;
    const found = deviceOf(module, packageName, device);
    packages = [packageName, ...found.packages];
    if (!(await hasAll(load, found.probes ?? found.packages))) continue;
    if (lacks !== undefined && found.needs !== undefined) throw new Unavailable(lacks);
    return { device: found, load: restingGpu(load) };
  }
  throw new Unavailable(`not installed: npm install ${packages.join(' ')}`, true);
}

/** Makes a backend by the function that an adapter's module exports. @throws TypeError where it exports none */
export async function createExported(module: Readonly<Record<string, unknown>>, name: string): Promise<Backend> {
  const create = module.createBackend ?? module.default;
  if (typeof create === 'function') return create();
  throw new TypeError(`${name} exports no function: its default export or createBackend must return a Backend`);
}

async function hasAll(load: ModuleLoader, packages: readonly string[]): Promise<boolean> {
  for (const name of packages) if ((await unlessMissing(load, name, name)) === undefined) return false;
  return true;
}

async function unlessMissing(load: ModuleLoader, specifier: string, name: string) {
  try {
    return await load(specifier);
  } catch (error) {
    if (isMissing(error, name)) return undefined;
    throw error;
  }
}
