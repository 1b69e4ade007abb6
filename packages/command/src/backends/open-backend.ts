import { type Backend, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { checkedBackend } from '../checked-backend';
import { messageOf } from '../errors';
import { say } from '../print';
import { type AskedName, readName } from './ask-name';
import { createExported, createInstalled } from './create-installed';
import { devicesOf, entryOf, hasNoEntry } from './devices';
import { entryImporters, importFrom, isMissing } from './import-from';
import { isInstalled } from './is-installed';
import type { KnownBackend } from './known-backend';
import { knownBackends } from './known-backends';
import { isUnavailable, makeAvailable } from './unavailable';

/** What is taken where nothing is asked for: the first that is installed. On a GPU only what is asked for. */
const usual = ['onnxruntime-node-cpu', 'tfjs-node-gpu', 'tfjs-wasm', 'onnxruntime-web-wasm', 'tfjs-cpu', 'reference'];
const slow = 'reference';
const advice = 'npm install @mosa-js/onnxruntime onnxruntime-node';

/** A backend that was asked for, before anything of it is imported. */
export type BackendChoice =
  | { readonly kind: 'known'; readonly known: KnownBackend }
  | { readonly kind: 'other'; readonly name: string; readonly read: AskedName }
  | { readonly kind: 'usual' };

/**
 * Understands `--backend`: a known name, the path of an adapter, or a package, with `:device` or without.
 * @throws MosaError `usage` for what is none of these
 */
export function chooseBackend(name: string | undefined, cwd = process.cwd()): BackendChoice {
  if (name === undefined) return { kind: 'usual' };
  const known = knownBackends.find((backend) => backend.name === name);
  if (known) return { kind: 'known', known };
  const read = readName(name, cwd);
  if (read.kind === 'no file' || read.kind === 'nothing') {
    const actual = read.kind === 'no file' ? `no such file: ${read.path}` : `${show(name)}, which is none of these`;
    throw notKnown(actual);
  }
  if (read.kind === 'file') return { kind: 'other', name, read };
  const wanted = read.kind === 'package' ? read.packageName : name;
  const ours = knownBackends.filter(({ packageName }) => packageName === wanted);
  if (ours.length === 0 && !isInstalled(wanted, cwd)) throw notKnown(`${show(name)}, which is not installed`);
  if (read.kind === 'module') return { kind: 'other', name, read };
  const meant = read.device === undefined ? ours : ours.filter(({ device }) => device === read.device);
  return meant.length === 1 ? { kind: 'known', known: meant[0]! } : { kind: 'other', name, read };
}

/**
 * Makes the backend in this process.
 * @throws MosaError `usage` for a package that is not there or has no such device, `unavailable` with what to install,
 *   `backend` where an adapter gives no backend
 */
export async function openBackend(choice: BackendChoice, cwd = process.cwd()): Promise<Backend> {
  if (choice.kind === 'usual') return openUsual(cwd);
  const name = choice.kind === 'known' ? choice.known.name : choice.name;
  try {
    return await makeAvailable(name, async () =>
      checkedBackend(
        await (choice.kind === 'known'
          ? createInstalled(choice.known, cwd)
          : createOther(choice.name, choice.read, cwd)),
      ),
    );
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    throw new MosaError('unavailable', `--backend ${name}`, 'a backend that can run here', error.message, {
      cause: error,
    });
  }
}

async function openUsual(cwd: string): Promise<Backend> {
  for (const name of usual) {
    const known = knownBackends.find((backend) => backend.name === name)!;
    try {
      const backend = await makeAvailable(name, () => createInstalled(known, cwd));
      if (name === slow) say(`note: the backend ${slow} is slow, and no other is installed: ${advice}`);
      return backend;
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      if (!error.isMissing) say(`note: not with ${name}: ${error.message}`);
    }
  }
  throw new MosaError('unavailable', '--backend', `a backend that is installed (${advice})`, 'none');
}

async function createOther(name: string, read: AskedName, cwd: string): Promise<Backend> {
  const load = (specifier: string) => loaded(name, importFrom(cwd)(specifier));
  if (read.kind === 'file') return createExported(await load(read.url), name);
  if (read.kind !== 'package') return createExported(await load(name), name);
  const { packageName, device } = read;
  const devices = await devicesIn(packageName, cwd);
  if (devices === undefined && device === undefined) return createExported(await load(packageName), name);
  const names = devices ?? [];
  if (device !== undefined && !names.includes(device)) {
    const there = names.length === 0 ? `${entryOf(packageName)}, which names the devices` : names.join(', ');
    throw new MosaError('usage', `--backend ${packageName}`, `a device of it: ${there}`, show(device));
  }
  const tries = device === undefined ? inOrder(packageName, names) : [device];
  for (const [i, one] of tries.entries()) {
    try {
      return await createInstalled({ packageName, device: one }, cwd);
    } catch (error) {
      if (i === tries.length - 1 || !isUnavailable(error) || !error.isMissing) throw error;
    }
  }
  throw new TypeError(`${entryOf(packageName)} names no devices`);
}

/** Devices of a package, those first that are taken where nothing is asked for. */
function inOrder(packageName: string, devices: readonly string[]): string[] {
  const known = knownBackends.filter((backend) => backend.packageName === packageName);
  const liked = usual.flatMap((name) => known.filter((backend) => backend.name === name).map(({ device }) => device));
  return [...new Set([...liked.filter((device) => devices.includes(device)), ...devices])];
}

/** Names of a package's devices; undefined where it names none. */
async function devicesIn(packageName: string, cwd: string): Promise<string[] | undefined> {
  const entry = entryOf(packageName);
  for (const load of entryImporters(cwd)) {
    try {
      return Object.keys(devicesOf(await load(entry), packageName));
    } catch (error) {
      if (hasNoEntry(error, packageName)) return undefined;
      if (!isMissing(error, packageName)) return loaded(packageName, Promise.reject(error));
    }
  }
  throw notKnown(`${show(packageName)}, which is not installed`);
}

/** @throws MosaError `backend` where an adapter cannot be loaded, with its error's words */
async function loaded<M>(name: string, module: Promise<M>): Promise<M> {
  try {
    return await module;
  } catch (error) {
    if (error instanceof MosaError) throw error;
    throw new MosaError('backend', `--backend ${name}`, 'an adapter that can be loaded', messageOf(error), {
      cause: error,
    });
  }
}

function notKnown(actual: string): MosaError {
  const all = knownBackends.map((backend) => backend.name).join(', ');
  return new MosaError('usage', '--backend', `one of ${all}, or an adapter's path or package`, actual);
}
