import type * as webgpu from '@tensorflow/tfjs-backend-webgpu';

/** The module namespace of `@tensorflow/tfjs-backend-webgpu`. Importing it registers its kernels with tfjs-core. */
export type TfjsWebgpu = typeof webgpu;

/** tfjs's own backend object, on one device. */
export type DeviceBackend = webgpu.WebGPUBackend;
