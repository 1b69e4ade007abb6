import type { Backend } from '@mosa-js/core';
import { createTfjsBackend } from '@mosa-js/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';

/** The bundler gives the .wasm files names of their own, which tfjs must be told. They come with the page. */
export async function createWasmBackend(): Promise<Backend> {
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd, // tfjs wants a path for it, and does not load it
  });
  // Threads do not start once a bundler has minified tfjs; where a server isolates the page it would wait for them for ever.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  return createTfjsBackend({ lib: tf, backend: 'wasm' });
}
