export { describeGpu, isSoftware, type NodeWebgpu, nodeGpu } from '@mosa-js/webgpu';
export { createTfjsWebgpuBackend, type TfjsWebgpuBackend, type TfjsWebgpuOptions } from './backend';
export type { TfjsWebgpu } from './library';
