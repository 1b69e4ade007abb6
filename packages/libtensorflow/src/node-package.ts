import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MosaError } from '@mosa-js/core';

/** An installed tfjs-node, with its addon or without. */
export interface NodePackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  /** Version of Node-API that its addon is built for. */
  readonly napi: number;
  /** Paths, whether or not anything is there. */
  readonly addon: string;
  /** Where the addon looks for lib/libtensorflow.so, from its own place. */
  readonly deps: string;
  readonly stamp: string;
}

export const packageNames = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

/**
 * @param folders of packages; none means those that a module in `cwd` would find
 * @throws MosaError `unavailable` where there is none, `usage` for a folder that is no tfjs-node
 */
export function nodePackages(folders: readonly string[], cwd: string): NodePackage[] {
  const found = folders.length > 0 ? folders : packageNames.flatMap((name) => installed(name, cwd));
  if (found.length > 0) return found.map(readPackage);
  const [first] = packageNames;
  const how = `${packageNames.join(' or ')} (npm install --ignore-scripts ${first})`;
  throw new MosaError('unavailable', 'provision', how, `neither, from ${cwd}`);
}

function installed(name: string, cwd: string): string[] {
  try {
    return [dirname(createRequire(join(cwd, 'mosa.js')).resolve(`${name}/package.json`))];
  } catch {
    return [];
  }
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly binary?: { readonly napi_versions?: readonly number[] };
}

function readPackage(given: string): NodePackage {
  const usage = (actual: string) => new MosaError('usage', 'provision', 'the folder of a tfjs-node package', actual);
  if (!existsSync(join(given, 'package.json'))) throw usage(`${given}, which has no package.json`);
  const folder = realpathSync(given);
  const { name, version, binary }: Manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (!existsSync(join(folder, 'binding', 'tfjs_backend.cc'))) throw usage(`${name}, which has no source of the addon`);
  // As tfjs-node itself looks for it: the newest that both it and this Node know.
  const napi = Math.max(...(binary?.napi_versions ?? [8]).filter((known) => known <= Number(process.versions.napi)));
  return {
    folder,
    name,
    version,
    napi,
    addon: join(folder, 'lib', `napi-v${napi}`, 'tfjs_binding.node'),
    deps: join(folder, 'deps'),
    stamp: join(folder, '.mosa-provisioned.json'),
  };
}
