import type { Backend } from '@mosa-js/core';
import type { ExpectedFailure } from '@mosa-js/core/adapter';
import { browserName, type Found, findWasm, findWebgl, findWebgpu } from '../environment';

/** How a worker makes a backend, and how reports name what it runs on. */
interface Maker {
  create(): Promise<Backend>;
  expectedFailures(): Promise<readonly ExpectedFailure[] | undefined>;
  describe(backend: Backend): Promise<{ readonly device: string; readonly library: string }>;
}

interface WorkerModule {
  create(): Promise<Backend>;
  readonly expectedFailures?: readonly ExpectedFailure[];
}

/** Each library is loaded by the worker that needs it and by no other. */
const maker = (load: () => Promise<WorkerModule>, find?: () => Found | Promise<Found>): Maker => ({
  create: async () => (await load()).create(),
  expectedFailures: async () => (await load()).expectedFailures,
  async describe({ device, label }) {
    const found = await find?.();
    const on = found?.missing === undefined && found ? showDevice(device, found.name) : device;
    return { device: `${on} in ${browserName()}`, library: label };
  },
});

/** `webgpu` and `google swiftshader` → `webgpu on google swiftshader`; what says it already is not said twice. */
function showDevice(device: string, name: string): string {
  return name.startsWith(device) ? name : `${device} on ${name}`;
}

export const makers: Readonly<Record<string, Maker>> = {
  reference: maker(() => import('./reference')),
  'tfjs-cpu': maker(() => import('./tfjs-cpu')),
  'tfjs-wasm': maker(() => import('./tfjs-wasm'), findWasm),
  'tfjs-webgl': maker(() => import('./tfjs-webgl'), findWebgl),
  webgpu: maker(() => import('./webgpu'), findWebgpu),
  'tfjs-webgpu': maker(() => import('./tfjs-webgpu'), findWebgpu),
  'tfjs-upstream-webgpu': maker(() => import('./tfjs-upstream-webgpu'), findWebgpu),
  'onnxruntime-web-wasm': maker(() => import('./onnxruntime-web-wasm'), findWasm),
  'onnxruntime-web-webgpu': maker(() => import('./onnxruntime-web-webgpu'), findWebgpu),
};
