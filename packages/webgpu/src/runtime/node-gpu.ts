import type { WebGpu } from './browser-types';

/** The module namespace of npm's `webgpu`, Dawn for Node. */
export interface NodeWebgpu {
  create(flags: string[]): unknown;
  readonly globals: object;
}

/**
 * WebGPU for Node: `nodeGpu(await import('webgpu'))` sets the GPU… globals and `navigator.gpu`, which tfjs's WebGPU
 * backend asks for by name. A second call gives the same object.
 * @param flags Dawn's, such as 'enable-dawn-features=allow_unsafe_apis'
 */
export function nodeGpu(webgpu: NodeWebgpu, flags: readonly string[] = []): WebGpu {
  const present = globalThis.navigator?.gpu;
  if (present) return present;
  Object.assign(globalThis, webgpu.globals);
  const gpu = webgpu.create([...flags]) as WebGpu;
  // Node 21 brought a navigator that cannot be replaced, only added to.
  if (typeof globalThis.navigator === 'object') {
    Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu, configurable: true });
  } else {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  }
  return gpu;
}
