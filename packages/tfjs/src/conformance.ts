import type { ConformanceDevice, ConformanceDevices } from '@mosa-js/core/adapter';
import { createTfjsBackend } from './backend';
import type { Tfjs } from './library';
import { upstreamWebgpu } from './upstream/device';

const core = '@tensorflow/tfjs-core';

function device(backend: 'cpu' | 'wasm', description: string): ConformanceDevice {
  const kernels = `@tensorflow/tfjs-backend-${backend}`;
  return {
    description,
    packages: [core, kernels],
    async create(load) {
      const lib = (await load(core)) as unknown as Tfjs;
      await load(kernels); // registers its kernels with tfjs-core
      return createTfjsBackend({ lib, backend });
    },
  };
}

/** For the command `mosa-conformance`. */
export const backends: ConformanceDevices = {
  cpu: device('cpu', 'TensorFlow.js in plain JavaScript'),
  wasm: device('wasm', 'TensorFlow.js in WebAssembly'),
  webgpu: upstreamWebgpu,
};
