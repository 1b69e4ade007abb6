export { createTfjsWebgpuBackend, type TfjsWebgpuBackend, type TfjsWebgpuOptions } from './backend';
export { describeGpu, isSoftware } from './gpu-adapter';
export { tfjsWebgpuKernels } from './kernels';
export type { TfjsWebgpu } from './library';
export { type NodeWebgpu, nodeGpu } from './node-gpu';
