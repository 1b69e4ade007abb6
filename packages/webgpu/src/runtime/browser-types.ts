/**
 * A type of the browser's library by its name, where that knows it: before TypeScript 5.9 it has none of WebGPU's, and the
 * declarations of this package must not ask for them.
 */
type FromBrowser<Name extends string> = typeof globalThis extends { readonly [K in Name]: { prototype: infer T } }
  ? T
  : object;

export type WebGpu = FromBrowser<'GPU'>;
export type WebGpuAdapter = FromBrowser<'GPUAdapter'>;
export type WebGpuAdapterInfo = FromBrowser<'GPUAdapterInfo'>;
export type WebGpuBuffer = FromBrowser<'GPUBuffer'>;
export type WebGpuDevice = FromBrowser<'GPUDevice'>;
export type WebGpuLimits = FromBrowser<'GPUSupportedLimits'>;
export type WebGpuPowerPreference = 'low-power' | 'high-performance';
