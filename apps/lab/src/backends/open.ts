import { isUnavailable, type KnownBackend, knownBackends, makeAvailable } from '@mosa-js/command/backends';
import { type Backend, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type GpuChoice, gpuAccess, isSoftwareGpu } from '@mosa-js/software-gpu';

import { appFolder } from '../run/app-folder';
import { load } from './modules';

/** What a run's JSON says of the backend. */
export interface BackendIdentity {
  readonly name: string;
  readonly device: string;
  readonly library: string;
  /** A GPU that the CPU emulates: shows that results are right, and says nothing about time. */
  readonly software: boolean;
}

export interface OpenBackend {
  readonly backend: Backend;
  readonly identity: BackendIdentity;
}

/** @throws MosaError `usage` for a name that is not known */
export function knownBackend(name: string): KnownBackend {
  const known = knownBackends.find((backend) => backend.name === name);
  if (known) return known;
  throw new MosaError('usage', '--backend', knownBackends.map((backend) => backend.name).join(', '), show(name));
}

/** Opens a backend in this process. @throws MosaError `usage`, `unavailable` */
export async function openBackend(name: string): Promise<OpenBackend> {
  const known = knownBackend(name);
  try {
    const backend = await makeAvailable(name, () => known.create(load));
    return { backend, identity: identify(backend, known) };
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new MosaError('unavailable', name, 'a backend that can run here', error.message, { cause: error });
  }
}

function identify({ name, device, label }: Backend, { needs }: KnownBackend): BackendIdentity {
  const software = needs === 'gpu' && (isSoftwareGpu() || /\(software\)/.test(device));
  // Libraries that do not name their adapter cannot say either that it is software.
  const where = software && !device.includes('(software)') ? `${device} (software)` : device;
  return { name, device: where, library: label, software };
}

/** Whether a backend computes on a GPU that is one: only there do times in milliseconds mean something to others. */
export function isRealGpu({ name, device, software }: BackendIdentity): boolean {
  return !software && (knownBackend(name).needs === 'gpu' || /CUDA/.test(device));
}

/**
 * Environment with which a process that runs these backends must be started, over its own. Empty where nothing is to add.
 * @throws MosaError `unavailable` where one of them needs a GPU and there is none
 */
export async function environmentFor(names: readonly string[], gpu: GpuChoice): Promise<Record<string, string>> {
  if (!names.some((name) => knownBackend(name).needs === 'gpu')) return {};
  const { env, lacks } = await gpuAccess(gpu, appFolder);
  if (lacks !== undefined) throw new MosaError('unavailable', names.join(', '), 'a GPU', lacks);
  return { ...env };
}
