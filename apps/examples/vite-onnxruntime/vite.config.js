import { defaultClientConditions } from 'vite';

// Shared memory, and with it threads, is for cross-origin isolated pages only: what serves the page must send these two.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

export default {
  build: { target: 'es2022' }, // top-level await
  // The build of onnxruntime-web without the glue of its .wasm inside, which would start its threads from the bundle.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  server: { headers },
  preview: { headers },
};
