import { createOnnxRuntimeBackend } from '@mosa-js/onnxruntime';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import * as lib from 'onnxruntime-web/wasm';

/**
 * ONNX Runtime in WebAssembly, as `openSession` gives backends on a GPU: a run has ended when its promise has, and there is no other
 * clock than the wall's.
 */
export async function openWasmSession(_options, { host }) {
  lib.env.wasm.wasmPaths = { wasm: new URL(binary, location.href).href }; // Vite gives it a name of its own
  // One, so that its times stand beside those of one thread elsewhere.
  const another = () => createOnnxRuntimeBackend({ lib, executionProvider: 'wasm', threads: 1 });
  const backend = await another();
  const about = { device: 'a CPU, 1 thread', library: backend.label, host, onCpu: true, unchecked: false };
  return {
    backend,
    isGpu: false,
    isSoftware: false,
    hasTimestamps: false,
    about: { ...about, software: false, clock: 'WALL CLOCK: there is no GPU' },
    another,
    idle: async () => undefined,
    dispose: () => backend.dispose(),
  };
}
