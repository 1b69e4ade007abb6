export { createWebgpuBackend, type WebgpuBackend, type WebgpuOptions } from './backend';
export type { GpuArray } from './own-tensors';
export { describeGpu, isSoftware } from './runtime/gpu-adapter';
export { type NodeWebgpu, nodeGpu } from './runtime/node-gpu';
