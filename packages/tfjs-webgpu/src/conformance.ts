import type { ConformanceDevices } from '@mosa-js/core/adapter';
import type { Tfjs } from '@mosa-js/tfjs';
import { type NodeWebgpu, nodeGpu } from '@mosa-js/webgpu';
import { createTfjsWebgpuBackend } from './backend';
import type { TfjsWebgpu } from './library';

const [core, kernels, dawn] = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'webgpu'];

/** For the command `mosa-conformance`, which runs in Node: there WebGPU is the package `webgpu`. */
export const backends: ConformanceDevices = {
  webgpu: {
    description: 'TensorFlow.js on WebGPU',
    needs: 'gpu',
    packages: [core, kernels, dawn],
    async create(load) {
      const gpu = nodeGpu((await load(dawn)) as unknown as NodeWebgpu);
      const lib = (await load(core)) as unknown as Tfjs;
      const tfjsWebgpu = (await load(kernels)) as unknown as TfjsWebgpu;
      return createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu });
    },
  },
};
