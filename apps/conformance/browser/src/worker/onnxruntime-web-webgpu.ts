import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import * as lib from 'onnxruntime-web/webgpu';
import { served } from './served';

export async function create() {
  const [glue, binary] = await served([mjs, wasm]);
  lib.env.wasm.wasmPaths = { mjs: glue, wasm: binary };
  return createOnnxRuntimeBackend({ lib, executionProvider: 'webgpu' });
}
