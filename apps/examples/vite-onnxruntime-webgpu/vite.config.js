import { defaultClientConditions } from 'vite';

export default {
  build: { target: 'es2022' }, // top-level await
  // The build of onnxruntime-web without the glue of its .wasm inside; main.js says where both files are.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
};
