import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zip } from './zip';

/** Whether wheels and packages can be made that stand in for the real ones, which are large. */
export const hasCompiler = spawnSync('g++', ['--version']).status === 0 && process.platform === 'linux';

export interface StandIn {
  readonly folder: string;
  readonly wheel: string;
  readonly sha256: string;
  readonly cache: string;
  /** A tfjs-node package without its addon. */
  readonly pack: string;
}

interface StandInOptions {
  readonly without?: keyof typeof functions;
  readonly filler?: number;
  readonly slowStart?: boolean;
}

const slowly = '#include <unistd.h>\n__attribute__((constructor)) static void slowly() { usleep(500000); }\n';

/** Functions of a TensorFlow that has two. */
const functions = {
  TF_Version: 'const char* TF_Version() { return "0.1.2"; }',
  TF_Extra: 'int TF_Extra() { return 1; }',
};

/**
 * A wheel with libraries in C, and a package whose addon calls two functions of theirs.
 * @param without a function that the library does not have
 * @param filler bytes that make its unpacking take time
 * @param slowStart whether it takes half a second to load
 */
export function standIn(options: StandInOptions = {}): StandIn {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-stand-in-'));
  const { bytes, sha256 } = wheelOf(options);
  const wheel = join(folder, 'tensorflow_stand_in-0.1.2-py3-none-any.whl');
  writeFileSync(wheel, bytes);
  const pack = join(folder, 'node_modules', '@tensorflow', 'tfjs-node-gpu');
  makePackage(pack);
  return { folder, wheel, sha256, cache: join(folder, 'cache'), pack };
}

interface Wheel {
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Made once for the same options: compiling and packing one takes longer than to write its file. */
const wheels = new Map<string, Wheel>();

function wheelOf(options: StandInOptions): Wheel {
  const key = JSON.stringify(options);
  const made = wheels.get(key) ?? makeWheel(options);
  wheels.set(key, made);
  return made;
}

function makeWheel({ without, filler = 0, slowStart = false }: StandInOptions): Wheel {
  const folder = mkdtempSync(join(tmpdir(), 'mosa-wheel-'));
  try {
    const library = (name: string, source: string) => {
      const file = join(folder, name);
      const words = ['-shared', '-fPIC', '-x', 'c', '-', `-Wl,-soname,${name}`, '-o', file];
      execFileSync('gcc', words, { input: source });
      return readFileSync(file);
    };
    const has = Object.entries(functions).filter(([name]) => name !== without);
    const main = library('libtensorflow_cc.so.2', has.map(([, source]) => source).join('\n'));
    const framework = `${slowStart ? slowly : ''}int framework() { return 0; }`;
    const bytes = zip({
      'tensorflow/libtensorflow_cc.so.2': Buffer.concat([main, Buffer.alloc(filler)]),
      'tensorflow/libtensorflow_framework.so.2': library('libtensorflow_framework.so.2', framework),
      'tensorflow/include/tensorflow/c/c_api.h': Buffer.from(
        'extern "C" { const char* TF_Version(); int TF_Extra(); }\n',
      ),
      'tensorflow/python/module.py': Buffer.from('pass\n'),
    });
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const addon = `#include <node_api.h>
#include "tensorflow/c/c_api.h"
static napi_value no(napi_env env, napi_callback_info) {
  napi_value result;
  napi_get_boolean(env, TF_Extra() == 0, &result);
  return result;
}
static napi_value init(napi_env env, napi_value exports) {
  napi_value version, isGpu;
  napi_create_string_utf8(env, TF_Version(), NAPI_AUTO_LENGTH, &version);
  napi_set_named_property(env, exports, "TF_Version", version);
  napi_create_function(env, "isUsingGpuDevice", NAPI_AUTO_LENGTH, no, nullptr, &isGpu);
  napi_set_named_property(env, exports, "isUsingGpuDevice", isGpu);
  return exports;
}
NAPI_MODULE(tfjs_binding, init)
`;

function makePackage(pack: string): void {
  mkdirSync(join(pack, 'binding'), { recursive: true });
  const manifest = { name: '@tensorflow/tfjs-node-gpu', version: '4.22.0', binary: { napi_versions: [3, 8] } };
  writeFileSync(join(pack, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(pack, 'binding', 'tfjs_binding.cc'), addon);
  writeFileSync(join(pack, 'binding', 'tfjs_backend.cc'), '');
}
