export type { BufferSource, Memory } from './runtime/buffers';
export { createDeviceBackend, type DeviceBackendOptions } from './runtime/device-backend';
export {
  type DispatchedStep,
  type ExplainedProgram,
  type ExplainOptions,
  explainProgram,
  leastLimits,
} from './runtime/explain';
export type { TensorStore } from './runtime/gpu';
export { requestAdapter, requestDevice } from './runtime/gpu-adapter';
export type { Limits } from './runtime/lowering';
export { capabilitiesOf } from './runtime/program';
export { createTensor, deviceBytes, type GpuTensor, giveAwayTensor } from './runtime/tensors';
