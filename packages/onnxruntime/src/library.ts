import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Env, InferenceSession, InferenceSessionFactory, TensorConstructor } from 'onnxruntime-common';

/** What is used of ONNX Runtime: the module `onnxruntime-node`, `onnxruntime-web` or one of its other entries fits. */
export interface OnnxRuntimeLibrary {
  readonly InferenceSession: InferenceSessionFactory;
  readonly Tensor: TensorConstructor;
  readonly env: Env;
}

/** The package that a module is, and its version. */
export interface LibraryVersion {
  readonly package: string;
  readonly version: string;
}

/** Execution providers that only onnxruntime-web has. */
const webOnly = ['wasm', 'webgl', 'webnn'];

/** @throws MosaError `unavailable` where the module is not ONNX Runtime */
export function checkLibrary(lib: OnnxRuntimeLibrary): void {
  if (!lib?.InferenceSession || !lib.Tensor || !lib.env?.versions) {
    throw new MosaError(
      'unavailable',
      'createOnnxRuntimeBackend lib',
      'the module onnxruntime-node or onnxruntime-web (npm install one, import it, pass it as `lib`)',
      lib && typeof lib === 'object' ? `an object with ${show(Object.keys(lib))}` : show(lib),
    );
  }
}

/** Both packages in one process share one `env` when loaded with require(); then the execution provider tells. */
export function versionOf({ env }: OnnxRuntimeLibrary, executionProvider: string): LibraryVersion {
  const { node, web, common } = env.versions;
  if (node !== undefined && !(web !== undefined && webOnly.includes(executionProvider))) {
    return { package: 'onnxruntime-node', version: node };
  }
  return web === undefined ? { package: 'onnxruntime', version: common } : { package: 'onnxruntime-web', version: web };
}

/**
 * Threads that compute on the CPU, for sessions to come. Where the caller leaves them to us: as many as ONNX Runtime takes, one a
 * physical core; but in Node one wasm thread, since more are started as worker threads with the flags of the process, and not every
 * flag lets them start (`--input-type` ends the process).
 * @returns what sessions are to be told of it
 * @throws MosaError `config` for none, a fraction, or more than there are cores
 */
export function threadOptions(
  { env }: OnnxRuntimeLibrary,
  library: LibraryVersion,
  threads: number | undefined,
): InferenceSession.SessionOptions {
  const isWeb = library.package === 'onnxruntime-web';
  const { cores, inNode } = machine();
  if (threads === undefined) {
    if (inNode && isWeb && env.wasm.numThreads === undefined) env.wasm.numThreads = 1;
    return {};
  }
  if (!Number.isSafeInteger(threads) || threads < 1 || threads > (cores ?? Number.POSITIVE_INFINITY)) {
    const most = cores === undefined ? '' : ` to ${cores}, the cores of this machine`;
    throw new MosaError('config', 'createOnnxRuntimeBackend threads', `a whole number from 1${most}`, show(threads));
  }
  if (!isWeb) return { intraOpNumThreads: threads };
  env.wasm.numThreads = threads; // one setting for all of the library, read when it starts
  return {};
}

/** Where nobody tells, no cores. */
function machine(): { readonly cores: number | undefined; readonly inNode: boolean } {
  const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;
  const os = inNode ? process.getBuiltinModule?.('node:os') : undefined;
  return { cores: os?.availableParallelism() ?? globalThis.navigator?.hardwareConcurrency, inNode };
}
