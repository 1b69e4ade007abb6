import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { MosaError } from '@mosa-js/core';
import type { Context } from './context';
import { execute, lastLines } from './execute';
import type { NodePackage } from './node-package';

const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];

/**
 * Compiles the addon from the package's own source.
 * @param library the folder with lib and include
 * @throws MosaError `unavailable` without a compiler, `backend` where it refuses
 */
export async function buildAddon(pack: NodePackage, library: string, file: string, context: Context): Promise<void> {
  const { folder, napi } = pack;
  const [compiler = 'g++', ...words] = (process.env.CXX ?? '').split(/\s+/).filter((word) => word !== '');
  context.report.step(`building the addon of ${pack.name} ${pack.version} with ${compiler}`);
  const nodeHeaders = join(dirname(createRequire(import.meta.url).resolve('node-api-headers/package.json')), 'include');
  const defines = [`NAPI_VERSION=${napi}`, 'NODE_GYP_MODULE_NAME=tfjs_binding', 'BUILDING_NODE_EXTENSION'];
  const includes = [nodeHeaders, folder, join(library, 'include')];
  const command = [
    ...words,
    ...['-shared', '-fPIC', '-O2', '-std=gnu++17', '-fno-rtti', '-fno-exceptions'],
    ...defines.map((name) => `-D${name}`),
    ...includes.map((include) => `-I${include}`),
    ...sources.map((source) => join(folder, source)),
    `-L${join(library, 'lib')}`,
    // All functions are looked up when the addon is loaded, so that a missing one is an error then, not a crash later.
    ...['-Wl,-z,now', '-Wl,--no-as-needed', '-ltensorflow', '-ltensorflow_framework'],
    ...['-Wl,-rpath,$ORIGIN/../../deps/lib', '-o', file],
  ];
  const { code, missing, err } = await execute(compiler, command, { signal: context.signal });
  if (code === 0) return;
  const where = 'provision build';
  if (missing) {
    const how = 'a C++ compiler: g++ (apt install g++, dnf install gcc-c++) or what CXX names';
    throw new MosaError('unavailable', where, how, `no ${compiler}`);
  }
  const errors = err.split('\n').filter((line) => /error|cannot|No space/i.test(line));
  throw new MosaError('backend', where, `${compiler} to build the addon`, lastLines(errors.join('\n') || err));
}
