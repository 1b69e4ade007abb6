import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import type { Env, InferenceSessionFactory, TensorConstructor } from 'onnxruntime-common';

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
 * In Node one wasm thread unless the caller chose: more are started as worker threads with the flags of the process,
 * and not every flag lets them start (`--input-type` ends the process). In browsers the library's own default stands.
 */
export function defaultThreads({ env }: OnnxRuntimeLibrary, library: LibraryVersion): void {
  const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;
  if (inNode && library.package === 'onnxruntime-web' && env.wasm.numThreads === undefined) env.wasm.numThreads = 1;
}
