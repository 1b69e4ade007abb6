export { describeAdapter, isSoftware } from './adapter';
export { createTfjsWebgpuBackend, type TfjsWebgpuBackend, type TfjsWebgpuOptions } from './backend';
export { tfjsWebgpuKernels } from './kernels';
export type { TfjsWebgpu } from './library';
export { type NodeWebgpu, nodeGpu } from './node-gpu';
