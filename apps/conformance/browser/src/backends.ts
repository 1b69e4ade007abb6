import { type Found, findWasm, findWebgl, findWebgpu } from './environment';

/** A backend that this page offers. */
export interface PageBackend {
  readonly name: string;
  readonly description: string;
  /** What the browser must have for it. */
  find(): Found | Promise<Found>;
  /** Whether it runs only where it is chosen. Default: no. */
  readonly byNameOnly?: true;
}

/** Libraries with their versions, put in by the build. */
declare const __TFJS__: string;
declare const __ONNXRUNTIME__: string;

const plain = (): Found => ({ name: 'JavaScript' });

export const pageBackends: readonly PageBackend[] = [
  { name: 'reference', description: 'plain TypeScript in float64, the oracle', find: plain },
  { name: 'tfjs-cpu', description: `${__TFJS__} in plain JavaScript`, find: plain },
  { name: 'tfjs-wasm', description: `${__TFJS__} in WebAssembly`, find: findWasm },
  { name: 'tfjs-webgl', description: `${__TFJS__} on WebGL 2`, find: findWebgl },
  { name: 'webgpu', description: 'WebGPU with kernels of our own, and no library', find: findWebgpu },
  { name: 'tfjs-webgpu', description: `${__TFJS__} on WebGPU`, find: findWebgpu },
  {
    name: 'tfjs-upstream-webgpu',
    description: `${__TFJS__} on WebGPU by its own shaders, with their faults`,
    find: findWebgpu,
    byNameOnly: true,
  },
  { name: 'onnxruntime-web-wasm', description: `${__ONNXRUNTIME__} in WebAssembly`, find: findWasm },
  { name: 'onnxruntime-web-webgpu', description: `${__ONNXRUNTIME__} on WebGPU`, find: findWebgpu },
];
