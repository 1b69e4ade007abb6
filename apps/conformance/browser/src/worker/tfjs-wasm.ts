import { createTfjsBackend } from '@mosa-js/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import * as lib from '@tensorflow/tfjs-core';
import { served } from './served';

export async function create() {
  const [wasm, simdWasm, threadedWasm] = await served([plain, simd, threaded]);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': wasm!,
    'tfjs-backend-wasm-simd.wasm': simdWasm!,
    'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm!,
  });
  return createTfjsBackend({ lib, backend: 'wasm' });
}
