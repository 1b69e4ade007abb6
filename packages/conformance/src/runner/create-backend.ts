import type { Backend } from '@mosa-js/core';
import type { ModuleLoader } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';
import { checkedBackend } from './checked-backend';
import { createDevice, deviceOf, entryOf } from './devices';
import { entryImporters, importFrom, isBrokenInstall, isMissing } from './import-from';
import { knownBackends } from './known-backends';
import type { BackendRequest } from './requests';
import { restingGpu } from './resting-gpu';

/** The backend cannot run here. The message says why, and how to get it where that is known. */
export class Unavailable extends Error {}

/** Never throws, whatever was thrown. */
export function isUnavailable(error: unknown): error is Unavailable {
  try {
    return error instanceof Unavailable;
  } catch {
    return false; // a proxy that does not tell
  }
}

/**
 * @param lacks what the machine lacks for a device that needs it: it is unavailable even where its packages are there
 * @throws Unavailable, or whatever the adapter throws where the adapter itself is at fault
 */
export async function createRequested(request: BackendRequest, cwd: string, lacks?: string): Promise<Backend> {
  const { name, module, entry } = request;
  try {
    if (entry) return checkedBackend(await createListed(entry, cwd, lacks));
    return checkedBackend(await factoryOf(await importFrom(cwd)(module ?? name), name)());
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // By its code, not its class: an adapter may bring its own copy of core.
    if (codeOf(error) === 'unavailable') throw new Unavailable(messageOf(error));
    if (isBrokenInstall(error)) {
      const known = knownBackends.find((backend) => backend.name === name);
      const again = known ? `; try npm install ${known.packages.join(' ')}, or build it` : '';
      throw new Unavailable(`installed, but it cannot be loaded: ${messageOf(error)}${again}`);
    }
    throw error;
  }
}

/** All of a backend's packages from the user's folder or, failing that, all from beside the suite: never a mixture. */
async function createListed(
  { packageName, device }: NonNullable<BackendRequest['entry']>,
  cwd: string,
  lacks?: string,
): Promise<Backend> {
  const known = knownBackends.find((backend) => backend.packageName === packageName && backend.device === device);
  let packages = known?.packages ?? [packageName];
  for (const load of entryImporters(cwd)) {
    const module = await unlessMissing(load, entryOf(packageName), packageName);
    if (module === undefined) continue;
    const found = deviceOf(module, packageName, device);
    packages = [packageName, ...found.packages];
    if (!(await hasAll(load, found.probes ?? found.packages))) continue;
    if (lacks !== undefined && found.needs !== undefined) throw new Unavailable(lacks);
    return createDevice(module, packageName, device, restingGpu(load));
  }
  throw new Unavailable(`not installed: npm install ${packages.join(' ')}`);
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

function factoryOf(module: Readonly<Record<string, unknown>>, name: string): () => unknown {
  const create = module.createBackend ?? module.default;
  if (typeof create === 'function') return create as () => unknown;
  throw new TypeError(`${name} exports no function: its default export or createBackend must return a Backend`);
}
