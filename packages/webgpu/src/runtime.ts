export type { BufferSource, Memory } from './runtime/buffers';
export { createDeviceBackend, type DeviceBackendOptions } from './runtime/device-backend';
export type { TensorStore } from './runtime/gpu';
export { requestAdapter, requestDevice } from './runtime/gpu-adapter';
export { createTensor, deviceBytes, type GpuTensor, giveAwayTensor } from './runtime/tensors';
