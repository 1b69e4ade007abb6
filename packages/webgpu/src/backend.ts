import { type Backend, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type GpuArray, gpuArrays } from './own-tensors';
import type {
  WebGpu,
  WebGpuAdapterInfo,
  WebGpuDevice,
  WebGpuLimits,
  WebGpuPowerPreference,
} from './runtime/browser-types';
import { createDeviceBackend } from './runtime/device-backend';
import { requestAdapter, requestDevice } from './runtime/gpu-adapter';

export interface WebgpuOptions {
  /** Default `navigator.gpu`. In Node: `nodeGpu(await import('webgpu'))`. */
  readonly gpu?: WebGpu;
  /** Which GPU, where there are several. Default 'high-performance'. */
  readonly powerPreference?: WebGpuPowerPreference;
  /** A device to share instead of one of its own, with the limits and features that it has. It stays yours to destroy. */
  readonly device?: WebGpuDevice;
  /** Name in reports. Default 'webgpu'. */
  readonly name?: string;
}

/** A backend, and what is known of the GPU below it. */
export interface WebgpuBackend extends Backend<GpuArray> {
  readonly adapterInfo: WebGpuAdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: WebGpuLimits;
  readonly gpuDevice: WebGpuDevice;
}

/**
 * A backend on WebGPU and nothing else: a program is planned and recorded when it is compiled, and a run is one submission. Errors of the
 * device, its loss included, reject the run or read under way or the next one; nothing is computed on the CPU in silence.
 * @throws MosaError `unavailable`, saying how to get it, where WebGPU or an adapter is missing; `config` for what is no device
 * @example
 * In Node; a page leaves out `webgpu` and `gpu`.
 * ```js
 * import { createWebgpuBackend, nodeGpu } from '@mosa-js/webgpu';
 * import * as webgpu from 'webgpu';
 *
 * const backend = await createWebgpuBackend({ gpu: nodeGpu(webgpu) });
 * console.log(backend.device);
 * await backend.dispose();
 * ```
 */
export async function createWebgpuBackend(options: WebgpuOptions = {}): Promise<WebgpuBackend> {
  const { gpu = globalThis.navigator?.gpu, powerPreference = 'high-performance', name = 'webgpu' } = options;
  const { device, info } = await deviceOf(options.device, gpu, powerPreference, name);
  const isOwn = options.device === undefined;
  try {
    const backend = createDeviceBackend<GpuArray>({
      name,
      label: 'webgpu',
      device,
      info,
      own: gpuArrays,
      dispose: () => {
        if (isOwn) device.destroy();
      },
    });
    const { limits } = device;
    return Object.assign(backend, {
      adapterInfo: info,
      features: new Set<string>(device.features),
      limits,
      gpuDevice: device,
    });
  } catch (error) {
    if (isOwn) device.destroy();
    throw error;
  }
}

async function deviceOf(
  given: WebGpuDevice | undefined,
  gpu: WebGpu | undefined,
  power: WebGpuPowerPreference,
  where: string,
) {
  if (given === undefined) {
    const adapter = await requestAdapter(gpu, power, where);
    return { device: await requestDevice(adapter, where), info: adapter.info };
  }
  if (typeof given?.createComputePipelineAsync !== 'function')
    throw new MosaError('config', `${where} device`, 'a GPUDevice', show(given));
  return { device: given, info: given.adapterInfo };
}
