import type { ConformanceDevices } from '@mosa-js/core/adapter';
import { createWebgpuBackend } from './backend';
import { type NodeWebgpu, nodeGpu } from './runtime/node-gpu';

const dawn = 'webgpu';

/** For the command `mosa-conformance`, which runs in Node: there WebGPU is the package `webgpu`. */
export const backends: ConformanceDevices = {
  gpu: {
    description: 'WebGPU with kernels of our own, and no library',
    needs: 'gpu',
    packages: [dawn],
    create: async (load) => createWebgpuBackend({ gpu: nodeGpu((await load(dawn)) as unknown as NodeWebgpu) }),
  },
};
