import type { Backend } from '@mosa-js/core';
import { MosaError } from '@mosa-js/core';
import { startBackend, type Tfjs, type TfjsTensor } from '@mosa-js/tfjs';
import { type BufferSource, createDeviceBackend, requestAdapter, requestDevice } from '@mosa-js/webgpu/runtime';
import type { DeviceBackend, TfjsWebgpu } from './library';
import { tfjsTensors } from './own-tensors';
import { registerDevice, unregisterDevice } from './register';

export interface TfjsWebgpuOptions {
  /** The module namespace of tfjs: `import * as tf from '@tensorflow/tfjs-core'`. */
  readonly lib: Tfjs;
  /** The module namespace of its WebGPU backend: `import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu'`. */
  readonly tfjsWebgpu: TfjsWebgpu;
  /** Default `navigator.gpu`. In Node: `nodeGpu(await import('webgpu'))`. */
  readonly gpu?: GPU;
  /** Which GPU, where there are several. Default 'high-performance'. */
  readonly powerPreference?: GPUPowerPreference;
  /** Name in reports. Default 'tfjs-webgpu'. */
  readonly name?: string;
}

/** A backend, and what is known of the GPU below it. */
export interface TfjsWebgpuBackend extends Backend<TfjsTensor> {
  readonly adapterInfo: GPUAdapterInfo;
  readonly features: ReadonlySet<string>;
  readonly limits: GPUSupportedLimits;
  readonly gpuDevice: GPUDevice;
  /** The name under which tfjs knows it, for `setBackend`. Functions of tfjs then run its own kernels, not ours. */
  readonly tfjsName: string;
}

/**
 * A backend on a WebGPU device of its own, with all the limits of its adapter. Errors of the device, its loss included,
 * reject the run or read under way or the next one; nothing is computed on the CPU in silence.
 * @throws MosaError `unavailable`, saying how to get it, where a library, WebGPU or an adapter is missing
 * @example
 * In Node; a page leaves out `webgpu` and `gpu`.
 * ```js
 * import { createTfjsWebgpuBackend, nodeGpu } from '@mosa-js/tfjs-webgpu';
 * import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
 * import * as tf from '@tensorflow/tfjs-core';
 * import * as webgpu from 'webgpu';
 *
 * const backend = await createTfjsWebgpuBackend({ lib: tf, tfjsWebgpu, gpu: nodeGpu(webgpu) });
 * console.log(backend.device);
 * await backend.dispose();
 * ```
 */
export async function createTfjsWebgpuBackend(given: TfjsWebgpuOptions): Promise<TfjsWebgpuBackend> {
  const options = (given ?? {}) as TfjsWebgpuOptions; // JavaScript callers may leave it out
  const { lib, tfjsWebgpu, gpu = globalThis.navigator?.gpu, powerPreference = 'high-performance' } = options;
  const { name = 'tfjs-webgpu' } = options;
  checkOldName(options, name);
  checkModules(lib, tfjsWebgpu, name);
  const adapter = await requestAdapter(gpu, powerPreference, name);
  const device = await requestDevice(adapter, name);
  const { info } = adapter;
  let tfjsName: string | undefined;
  const dispose = () => {
    if (tfjsName !== undefined) unregisterDevice(lib, tfjsName);
    device.destroy();
  };
  try {
    const registered = registerDevice(lib, tfjsWebgpu, device, info, name);
    tfjsName = registered.name;
    await startBackend(lib, { backend: tfjsName, where: name, limit: 60 });
    const { backend: own } = registered;
    const backend = createDeviceBackend<TfjsTensor>({
      name,
      label: `tfjs ${lib.version_core} webgpu`,
      device,
      info,
      source: bufferSource(own),
      own: (gpu) => tfjsTensors(gpu, { lib, own, tfjsName: registered.name }),
      dispose,
    });
    const features: ReadonlySet<string> = new Set(device.features);
    const { limits } = device;
    return Object.assign(backend, { adapterInfo: info, features, limits, gpuDevice: device, tfjsName });
  } catch (error) {
    dispose();
    throw error;
  }
}

/** tfjs's own store, so that it may take over the buffer of a tensor that is handed out. */
function bufferSource({ bufferManager }: DeviceBackend): BufferSource {
  return {
    create: (bytes, usage) => bufferManager.acquireBuffer(bytes, usage),
    destroy: (buffer) => bufferManager.releaseBuffer(buffer, false),
  };
}

/** @throws MosaError `config` for the name that the option had before 0.1 */
function checkOldName(options: object, where: string): void {
  if ('webgpu' in options)
    throw new MosaError('config', where, "tfjsWebgpu: tfjs's WebGPU backend module", 'its old name, webgpu');
}

function checkModules(lib: unknown, tfjsWebgpu: unknown, where: string): void {
  const missing = (what: string, value: unknown) =>
    new MosaError('unavailable', where, what, value === undefined ? 'nothing' : typeof value);
  if (typeof (lib as Tfjs | undefined)?.registerBackend !== 'function')
    throw missing('lib: the module namespace of @tensorflow/tfjs-core (npm install it)', lib);
  if (typeof (tfjsWebgpu as TfjsWebgpu | undefined)?.WebGPUBackend !== 'function')
    throw missing('tfjsWebgpu: the module namespace of @tensorflow/tfjs-backend-webgpu (npm install it)', tfjsWebgpu);
}
