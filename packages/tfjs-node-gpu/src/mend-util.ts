import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import vm from 'node:vm';
import { MosaError } from '@mosa-js/core';
import { type TfjsNode, tfjsName } from './library';

/** The two functions that Node 23 removed, and that every op of tfjs-node 4 calls. */
const removed = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: Array.isArray,
};

type Exports = Record<string, unknown>;
type Functions = Record<string, (...given: never[]) => unknown>;

const mended = new WeakSet<object>();

/**
 * Makes a tfjs-node that is already loaded work on Node 23 and newer. Its two modules that call what was removed are
 * evaluated once more, with a `util` that only they see, and their functions take the place of the broken ones. Neither
 * `util` nor anything outside of this copy of tfjs-node changes.
 * @throws MosaError `unavailable` where these modules cannot be found, with what to do instead
 */
export function mendUtil(lib: TfjsNode, where: string): void {
  if (Object.keys(removed).every((name) => typeof (util as unknown as Exports)[name] === 'function')) return;
  const backend = lib.findBackend(tfjsName);
  if (mended.has(backend)) return;
  const { cache } = createRequire(join(process.cwd(), 'mosa.js')); // one for all of the process, whoever asks
  const file = Object.keys(cache).find(
    (name) =>
      /[\\/]nodejs_kernel_backend\.js$/.test(name) && cache[name]?.exports?.NodeJSKernelBackend === backend.constructor,
  );
  const topK = file === undefined ? undefined : cache[join(dirname(file), 'kernels', 'TopK.js')]?.exports;
  if (file === undefined || topK === undefined) {
    throw new MosaError(
      'unavailable',
      where,
      'Node 22 or older, or tfjs-node as npm installs it, not bundled. Elsewhere, before tfjs-node is loaded: ' +
        "Object.assign(require('util'), { isNullOrUndefined: (x) => x == null, isArray: Array.isArray })",
      `Node ${process.version}, which has no util.isNullOrUndefined, and a tfjs-node that is not among the loaded modules`,
    );
  }
  const own = cache[file]!.exports as Exports;
  const fresh = evaluate(file);
  for (const name of ['createTensorsTypeOpAttr', 'createOpAttr']) own[name] = fresh[name];
  const from = (fresh.NodeJSKernelBackend as { prototype: object }).prototype;
  const { constructor: _, ...methods } = Object.getOwnPropertyDescriptors(from);
  Object.defineProperties(Object.getPrototypeOf(backend), methods);
  // tfjs keeps the very object that the module exports.
  const again = evaluate(join(dirname(file), 'kernels', 'TopK.js')).topKConfig as Functions;
  topK.topKConfig.kernelFunc = again.kernelFunc;
  mended.add(backend);
}

/** Evaluates a CommonJS module once more, as Node does, beside the one that is loaded. */
function evaluate(file: string): Exports {
  const require = createRequire(file);
  const privateUtil = Object.assign(Object.create(util), removed);
  const load = (name: string) => (name === 'util' ? privateUtil : require(name));
  const exports: Exports = {};
  const parameters = ['exports', 'require', 'module', '__filename', '__dirname'];
  const body = vm.compileFunction(readFileSync(file, 'utf8'), parameters, { filename: file });
  body.call(exports, exports, load, { exports }, file, dirname(file));
  return exports;
}
