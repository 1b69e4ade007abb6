import type { ConformanceDevice } from '@mosa-js/core/adapter';
import { createTfjsBackend } from '../backend';
import type { Tfjs } from '../library';
import { upstreamFaults } from './faults';

const [core, kernels, dawn] = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'webgpu'];

/** The module namespace of npm's `webgpu`. */
interface Dawn {
  create(flags: readonly string[]): unknown;
  readonly globals: object;
}

/** tfjs's WebGPU backend as tfjs registers it, on the device that it asks for. Pages have WebGPU; in Node it is the package `webgpu`. */
export const upstreamWebgpu: ConformanceDevice = {
  description: 'TensorFlow.js on WebGPU by its own shaders, with their faults; only where it is asked for',
  needs: 'gpu',
  packages: [core, kernels, dawn],
  // tfjs's WebGPU backend registers itself when it is imported, if there is a navigator.gpu by then.
  probes: [core, dawn],
  expectedFailures: upstreamFaults,
  async create(load) {
    if (globalThis.navigator?.gpu === undefined) provideGpu((await load(dawn)) as unknown as Dawn);
    const lib = (await load(core)) as unknown as Tfjs;
    await load(kernels);
    // Small tensors would be computed on the CPU instead, and nearly all of the suite's are small.
    lib.env().set('WEBGPU_CPU_FORWARD', false);
    return createTfjsBackend({ lib, backend: 'webgpu', name: 'tfjs-upstream-webgpu' });
  },
};

/** Sets what a page has by itself: tfjs asks for `navigator.gpu` and the GPU… globals by name. */
function provideGpu({ create, globals }: Dawn): void {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 21 brought a navigator that cannot be replaced, only added to.
  const { navigator } = globalThis;
  if (typeof navigator === 'object') Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  else Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
}
