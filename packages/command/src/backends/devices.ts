import { type Backend, MosaError } from '@mosa-js/core';
import { type ConformanceDevice, type ConformanceDevices, type ModuleLoader, show } from '@mosa-js/core/adapter';
import { codeOf, messageOf } from '../errors';

/** The entry of an adapter's package that names its devices. */
export const entryOf = (packageName: string): string => `${packageName}/conformance`;

/** @throws MosaError `backend` where the entry's module names no devices */
export function devicesOf(module: Readonly<Record<string, unknown>>, packageName: string): ConformanceDevices {
  const { backends } = module;
  const isRecord = typeof backends === 'object' && backends !== null && !Array.isArray(backends);
  if (isRecord && Object.keys(backends).length > 0) return backends as ConformanceDevices;
  const expected = '`backends`, a record from the names of devices to { description, packages, create }';
  throw new MosaError(
    'backend',
    entryOf(packageName),
    expected,
    backends === undefined ? 'no such export' : show(backends),
  );
}

/** @throws MosaError `backend` where the entry has no such device, or what it has cannot be used */
export function deviceOf(
  module: Readonly<Record<string, unknown>>,
  packageName: string,
  name: string,
): ConformanceDevice {
  const devices = devicesOf(module, packageName);
  const where = `${entryOf(packageName)} backends.${name}`;
  const device: Partial<ConformanceDevice> | undefined = Object.hasOwn(devices, name) ? devices[name] : undefined;
  const expected = '{ description, packages, create }';
  if (typeof device !== 'object' || device === null) throw new MosaError('backend', where, expected, show(device));
  const { create, packages, probes, needs } = device;
  if (typeof create !== 'function') throw new MosaError('backend', where, 'a function create', show(create));
  for (const list of [packages, probes ?? packages]) {
    const isList = Array.isArray(list) && list.every((item) => typeof item === 'string');
    if (!isList) throw new MosaError('backend', where, 'packages: names of packages', show(list));
  }
  if (needs !== undefined && needs !== 'gpu')
    throw new MosaError('backend', where, "needs: 'gpu' or nothing", show(needs));
  return device as ConformanceDevice;
}

/** Makes a backend on a device of an entry. */
export async function createDevice(
  module: Readonly<Record<string, unknown>>,
  packageName: string,
  name: string,
  load: ModuleLoader,
): Promise<Backend> {
  return deviceOf(module, packageName, name).create(load);
}

/** Whether an import failed only because a package has no entry of that name. */
export function hasNoEntry(error: unknown, packageName: string): boolean {
  const message = messageOf(error);
  switch (codeOf(error)) {
    case 'ERR_PACKAGE_PATH_NOT_EXPORTED': // what the package exports leaves it out
      return message.includes("'./conformance'");
    case 'ERR_MODULE_NOT_FOUND': // a package without exports, where an entry is a file
    case 'ERR_UNSUPPORTED_DIR_IMPORT': // … or a folder that has that name for another reason
      return new RegExp(`['/\\\\]${packageName.replaceAll(/[.\\/]/g, '.')}.conformance'`).test(message);
    default:
      return false;
  }
}
