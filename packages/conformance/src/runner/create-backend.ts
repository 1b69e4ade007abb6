import type { Backend } from '@mosa-js/core';
import { codeOf, messageOf } from '../errors';
import { type Importer, importFrom, isBrokenInstall, isMissing } from './import-from';
import { type KnownBackend, knownBackends } from './known-backends';
import type { BackendRequest } from './requests';

/** The backend cannot run here. The message says why, and how to get it where that is known. */
export class Unavailable extends Error {}

/**
 * @param lacks what the machine lacks for a known backend: it is unavailable even where its packages are there
 * @throws Unavailable, or whatever the adapter throws where the adapter itself is at fault
 */
export async function createRequested({ name, module }: BackendRequest, cwd: string, lacks?: string): Promise<Backend> {
  const known = knownBackends.find((backend) => backend.name === name);
  try {
    if (known && module === undefined) {
      const load = await importerFor(known, cwd);
      if (lacks !== undefined && known.needs !== undefined) throw new Unavailable(lacks);
      return checked(await known.create(load));
    }
    return checked(await factoryOf(await importFrom(cwd)(module ?? name), name)());
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    // By its code, not its class: an adapter may bring its own copy of core.
    if (codeOf(error) === 'unavailable') throw new Unavailable(messageOf(error));
    if (isBrokenInstall(error)) {
      const again = known ? `; try npm install ${known.packages.join(' ')}, or build it` : '';
      throw new Unavailable(`installed, but it cannot be loaded: ${messageOf(error)}${again}`);
    }
    throw error;
  }
}

/** All of a backend's packages from the user's folder or, failing that, all from beside the suite: never a mixture. */
async function importerFor({ packages, probes = packages }: KnownBackend, cwd: string): Promise<Importer> {
  const here: Importer = (specifier) => import(specifier);
  for (const load of [importFrom(cwd), here]) {
    if (await hasAll(load, probes)) return load;
  }
  throw new Unavailable(`not installed: npm install ${packages.join(' ')}`);
}

async function hasAll(load: Importer, packages: readonly string[]): Promise<boolean> {
  for (const name of packages) {
    try {
      await load(name);
    } catch (error) {
      if (isMissing(error, name)) return false;
      throw error;
    }
  }
  return true;
}

type Create = () => unknown;

function factoryOf(module: Readonly<Record<string, unknown>>, name: string): Create {
  const create = module.createBackend ?? module.default;
  if (typeof create !== 'function') {
    throw new Unavailable(`${name} exports no function: its default export or createBackend must return a Backend`);
  }
  return create as Create;
}

function checked(backend: unknown): Backend {
  const { compile, memory, dispose } = (backend ?? {}) as Partial<Backend>;
  if ([compile, memory, dispose].some((member) => typeof member !== 'function')) {
    throw new Unavailable('its function did not return a Backend: make one with createBackend() of @mosa-js/core');
  }
  return backend as Backend;
}
