import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

/** WebAssembly threads need shared memory, which browsers give to isolated pages only. */
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

const golden = fileURLToPath(new URL('../../packages/conformance/golden', import.meta.url));

/** Paths of the files that cases are read from, below the folder, with slashes on every system. */
const goldenPaths = readdirSync(golden, { recursive: true })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('.json') || path.endsWith('.safetensors'));

/** Serves the suite's golden files as `golden/`, and copies them there in a build. */
const goldenFiles = {
  name: 'golden-files',
  configureServer({ middlewares }) {
    middlewares.use('/golden/', (request, response, next) => {
      const path = goldenPaths.find((known) => request.url === `/${known}`);
      if (path === undefined) return next();
      response.end(readFileSync(join(golden, path)));
    });
  },
  generateBundle() {
    for (const path of goldenPaths) {
      this.emitFile({ type: 'asset', fileName: `golden/${path}`, source: readFileSync(join(golden, path)) });
    }
  },
};

const { dependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));

export default defineConfig({
  root: fileURLToPath(new URL('browser', import.meta.url)),
  base: './', // so that the page works in any folder of a server
  // Not minified: tfjs-wasm starts its threads from the text of a function, which breaks once its variables are renamed.
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 3000, minify: false },
  worker: { format: 'es' },
  // onnxruntime-web without the glue of its .wasm inside: glue in a bundle starts its threads from the bundle.
  resolve: { conditions: ['onnxruntime-web-use-extern-wasm', ...defaultClientConditions] },
  server: { headers },
  preview: { headers },
  define: {
    __TFJS__: JSON.stringify(`TensorFlow.js ${dependencies['@tensorflow/tfjs-core']}`),
    __ONNXRUNTIME__: JSON.stringify(`ONNX Runtime ${dependencies['onnxruntime-web']}`),
  },
  plugins: [goldenFiles],
});
