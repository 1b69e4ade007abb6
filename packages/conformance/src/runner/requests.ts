import {
  defaultBackends,
  entryOf,
  isInstalled,
  type KnownBackend,
  knownBackends,
  readName,
} from '@mosa-js/command/backends';
import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { listDevices } from './list-devices';

/** A backend to run, as plain data that another process can be told. */
export interface BackendRequest {
  /** Reports use it until the backend tells its own. */
  readonly name: string;
  /** What was asked for to get it, where that is not just its name. */
  readonly asked?: readonly string[];
  /** What to import for a backend that is made by a function: a file URL or a package. */
  readonly module?: string;
  /** A device that an adapter's package names in its entry for this command. */
  readonly entry?: { readonly packageName: string; readonly device: string };
  readonly needs?: 'gpu';
  /** Why it has failed before it was started. */
  readonly broken?: string;
}

/**
 * Finds what was asked for, before anything runs.
 * @param asked names of known backends, paths from `cwd`, or packages; none means every known backend that need not be named
 * @throws MosaError `usage` for one that is none of these, or a device that its package does not have
 */
export async function backendRequests(
  asked: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<BackendRequest[]> {
  const names = asked.length > 0 ? asked : defaultBackends.map(({ name }) => name);
  const found = new Map<string, BackendRequest>();
  for (const name of new Set(names)) {
    for (const request of await requestsOf(name, cwd, signal)) {
      const key = JSON.stringify([request.module ?? request.name, request.entry]);
      const before = found.get(key);
      const all = [...new Set([...(before ? (before.asked ?? [before.name]) : []), name])];
      found.set(key, all.every((one) => one === request.name) ? request : { ...request, asked: all });
    }
  }
  return [...found.values()];
}

async function requestsOf(name: string, cwd: string, signal?: AbortSignal): Promise<BackendRequest[]> {
  const known = knownBackends.find((backend) => backend.name === name);
  if (known) return [requestOf(known)];
  const read = readName(name, cwd);
  if (read.kind === 'file') return [{ name, module: read.url, needs: 'gpu' }];
  if (read.kind === 'package') {
    const ours = knownBackends.filter(({ packageName }) => packageName === read.packageName);
    if (ours.length > 0 || isInstalled(read.packageName, cwd)) return packageRequests(name, read, ours, cwd, signal);
  }
  if (read.kind === 'module' && isInstalled(name, cwd)) return [{ name, module: name, needs: 'gpu' }];
  const all = knownBackends.map((backend) => backend.name).join(', ');
  const actual = read.kind === 'no file' ? `no such file: ${read.path}` : `${show(name)}, which is none of these`;
  throw new MosaError('usage', '--backend', `one of ${all}, or an adapter's path or package`, actual);
}

/** Every device of a package, or the one that is named; a package without an entry for this command is one backend. */
async function packageRequests(
  name: string,
  { packageName, device }: { readonly packageName: string; readonly device?: string },
  ours: readonly KnownBackend[],
  cwd: string,
  signal?: AbortSignal,
): Promise<BackendRequest[]> {
  const listed = await listDevices({ packageName, cwd }, signal);
  if (listed.type === 'broken') return [{ name, broken: listed.reason }];
  if (listed.type === 'no entry' && device === undefined) return [{ name, module: packageName, needs: 'gpu' }];
  const known = ours.map(requestOf);
  const unnamed = ours.filter(({ byNameOnly }) => byNameOnly).map(({ device: known }) => known);
  const other = (listed.type === 'devices' ? listed.devices : [])
    .filter((found) => !known.some(({ entry }) => entry?.device === found.name))
    .map(({ name: found, needs }) => ({
      name: `${packageName}:${found}`,
      entry: { packageName, device: found },
      needs,
    }));
  const all: BackendRequest[] = [...known, ...other];
  const chosen = all.filter(({ entry }) =>
    device === undefined ? !unnamed.includes(entry!.device) : entry!.device === device,
  );
  if (chosen.length > 0) return chosen;
  const there = all.map(({ entry }) => entry?.device).join(', ');
  const expected = there === '' ? `${entryOf(packageName)}, which names the devices` : `a device of it: ${there}`;
  throw new MosaError('usage', `--backend ${packageName}`, expected, show(device));
}

function requestOf({ name, packageName, device, needs }: KnownBackend): BackendRequest {
  return { name, entry: { packageName, device }, ...(needs ? { needs } : {}) };
}
