export { type GpuAccess, gpuAccess } from './gpu-access';
export { isSoftwareGpu } from './is-software-gpu';
export type { Files, Machine } from './machine';
export { type GpuChoice, gpuChoices } from './plan';
export { type SoftwareGpuOptions, softwareGpuEnvironment } from './software-gpu';
export { hasVulkanDriver } from './vulkan';
