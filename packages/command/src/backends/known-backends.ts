import { type KnownBackend, knownBackend } from './known-backend';

export type { KnownBackend } from './known-backend';

const tfjs = { packageName: '@mosa-js/tfjs' };
const onnxruntime = { packageName: '@mosa-js/onnxruntime' };
const core = '@tensorflow/tfjs-core';

/** Names, and what to install. How each is made stands in its adapter's own entry for this command. */
export const knownBackends: readonly KnownBackend[] = [
  knownBackend('reference', {
    description: 'plain TypeScript in float64, the oracle',
    packageName: '@mosa-js/reference',
    device: 'cpu',
  }),
  knownBackend('tfjs-cpu', {
    description: 'TensorFlow.js in plain JavaScript',
    ...tfjs,
    device: 'cpu',
    libraries: [core, '@tensorflow/tfjs-backend-cpu'],
  }),
  knownBackend('tfjs-wasm', {
    description: 'TensorFlow.js in WebAssembly',
    ...tfjs,
    device: 'wasm',
    libraries: [core, '@tensorflow/tfjs-backend-wasm'],
  }),
  knownBackend('tfjs-node-gpu', {
    description: 'TensorFlow.js on libtensorflow, native, on a CUDA GPU or the CPU',
    packageName: '@mosa-js/tfjs-node-gpu',
    device: 'native',
    libraries: ['@tensorflow/tfjs-node-gpu'],
  }),
  knownBackend('onnxruntime-web-wasm', {
    description: 'ONNX Runtime in WebAssembly',
    ...onnxruntime,
    device: 'wasm',
    libraries: ['onnxruntime-web'],
  }),
  knownBackend('onnxruntime-node-cpu', {
    description: 'ONNX Runtime, native, on the CPU',
    ...onnxruntime,
    device: 'cpu',
    libraries: ['onnxruntime-node'],
  }),
  knownBackend('webgpu', {
    description: 'WebGPU with kernels of our own, and no library',
    packageName: '@mosa-js/webgpu',
    device: 'gpu',
    libraries: ['webgpu'],
    needs: 'gpu',
  }),
  knownBackend('tfjs-webgpu', {
    description: 'TensorFlow.js on WebGPU',
    packageName: '@mosa-js/tfjs-webgpu',
    device: 'webgpu',
    libraries: [core, '@tensorflow/tfjs-backend-webgpu', 'webgpu'],
    needs: 'gpu',
  }),
  knownBackend('tfjs-upstream-webgpu', {
    description: 'TensorFlow.js on WebGPU by its own shaders, with their faults; only where it is asked for',
    ...tfjs,
    device: 'webgpu',
    libraries: [core, '@tensorflow/tfjs-backend-webgpu', 'webgpu'],
    needs: 'gpu',
    byNameOnly: true,
  }),
  knownBackend('onnxruntime-node-webgpu', {
    description: 'ONNX Runtime, native, on WebGPU',
    ...onnxruntime,
    device: 'webgpu',
    libraries: ['onnxruntime-node'],
    needs: 'gpu',
  }),
  knownBackend('onnxruntime-web-webgpu', {
    description: 'ONNX Runtime in WebAssembly, on WebGPU',
    ...onnxruntime,
    device: 'web-webgpu',
    libraries: ['onnxruntime-web', 'webgpu'],
    needs: 'gpu',
  }),
];

/** Those that run, or are offered, where nothing is asked for. */
export const defaultBackends: readonly KnownBackend[] = knownBackends.filter(({ byNameOnly }) => !byNameOnly);
