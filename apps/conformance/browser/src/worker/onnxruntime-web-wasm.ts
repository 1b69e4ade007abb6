import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import * as lib from 'onnxruntime-web';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.jsep.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.jsep.wasm?url';
import { served } from './served';

export async function create() {
  const [glue, binary] = await served([mjs, wasm]);
  lib.env.wasm.wasmPaths = { mjs: glue, wasm: binary };
  return createOnnxRuntimeBackend({ lib, executionProvider: 'wasm' });
}
