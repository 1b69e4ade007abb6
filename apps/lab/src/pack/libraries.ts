/** A library of the archive: which of its files a run needs on this platform. */
export interface PackedLibrary {
  readonly name: string;
  /** Files or folders in it; package.json comes along. Default: everything but source maps and types. */
  readonly files?: readonly string[];
  /** Packages that it cannot run without. */
  readonly needs?: readonly string[];
  /** What is lost without it, to be said where it is not installed. */
  readonly without: string;
}

const tfjs = (part: string, needs: readonly string[] = [], more: readonly string[] = []): PackedLibrary => ({
  name: `@tensorflow/tfjs-${part}`,
  files: [`dist/tf-${part}.node.js`, ...more],
  needs,
  without: part === 'core' ? 'all tfjs backends' : `tfjs-${part.replace('backend-', '')}`,
});

/** A package of ours, which the lab has in its bundle; the bench is not bundled. */
const own = (part: string, needs: readonly string[] = []): PackedLibrary => ({
  name: `@mosa-js/${part}`,
  files: ['dist'],
  needs: needs.map((name) => `@mosa-js/${name}`),
  without: 'the bench',
});

/** Of onnxruntime-node, CUDA's and TensorRT's libraries are left out: they are hundreds of megabytes. */
export function packedLibraries(platform: string, arch: string): PackedLibrary[] {
  const dawn = platform === 'darwin' ? 'darwin-universal' : `${platform}-${arch}`;
  const ortWeb = ['ort.node.min.mjs', 'ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];
  const ortWebGpu = [
    'ort.webgpu.bundle.min.mjs',
    'ort-wasm-simd-threaded.asyncify.mjs',
    'ort-wasm-simd-threaded.asyncify.wasm',
  ];
  return [
    own('core'),
    own('command', ['core']),
    own('safetensors', ['core']),
    own('lm', ['core', 'safetensors']),
    own('onnxruntime', ['core']),
    own('webgpu', ['core']),
    own('tfjs', ['core']),
    own('tfjs-webgpu', ['core', 'tfjs', 'webgpu']),
    tfjs('core', ['seedrandom', 'long', 'node-fetch']),
    tfjs('backend-cpu', ['seedrandom']),
    tfjs(
      'backend-wasm',
      [],
      ['', '-simd', '-threaded-simd'].map((kind) => `dist/tfjs-backend-wasm${kind}.wasm`),
    ),
    tfjs('backend-webgpu'),
    { name: 'seedrandom', files: ['index.js', 'seedrandom.js', 'lib'], without: 'all tfjs backends' },
    { name: 'long', without: 'all tfjs backends' },
    { name: 'node-fetch', needs: ['whatwg-url'], without: 'all tfjs backends' },
    { name: 'whatwg-url', needs: ['tr46', 'webidl-conversions'], without: 'all tfjs backends' },
    { name: 'tr46', without: 'all tfjs backends' },
    { name: 'webidl-conversions', without: 'all tfjs backends' },
    {
      name: 'webgpu',
      files: ['index.js', `dist/${dawn}`],
      without: 'tfjs-webgpu, onnxruntime-web-webgpu and the bench',
    },
    { name: 'onnxruntime-common', files: ['dist/cjs', 'dist/esm'], without: 'all onnxruntime backends' },
    {
      name: 'onnxruntime-node',
      files: ['dist', `bin/napi-v6/${platform}/${arch}`],
      needs: ['onnxruntime-common'],
      without: 'onnxruntime-node-cpu and -webgpu',
    },
    {
      name: 'onnxruntime-web',
      files: [...ortWeb, ...ortWebGpu].map((file) => `dist/${file}`),
      needs: ['onnxruntime-common'],
      without: 'onnxruntime-web-wasm and -webgpu',
    },
  ];
}

/** Files that no run reads. */
export const isSuperfluous = (path: string): boolean =>
  /\.(map|d\.ts|d\.cts|d\.mts|tsbuildinfo|md)$|(^|\/)(test|tests|coverage)(\/|$)|providers_(cuda|tensorrt)/.test(path);
