import { MosaError } from '@mosa-js/core';
import type { Tfjs } from '@mosa-js/tfjs';
import type { DeviceBackend, TfjsWebgpu } from './library';

let count = 0;

/**
 * Makes a tfjs backend of a device of our own, under a name of its own, so that the caller's 'webgpu' backend and the
 * flags of tfjs stay as they are.
 * @throws MosaError `unavailable` where the two modules do not belong together
 */
export function registerDevice(
  lib: Tfjs,
  webgpu: TfjsWebgpu,
  device: GPUDevice,
  info: GPUAdapterInfo,
  where: string,
): { readonly name: string; readonly backend: DeviceBackend } {
  if (lib.getKernelsForBackend('webgpu').length === 0) {
    throw new MosaError(
      'unavailable',
      where,
      '@tensorflow/tfjs-backend-webgpu and the same copy of @tensorflow/tfjs-core that it imports',
      'a tfjs-core without WebGPU kernels',
    );
  }
  const backend = new webgpu.WebGPUBackend(device, info);
  const name = `mosa-webgpu-${++count}`;
  lib.copyRegisteredKernels('webgpu', name);
  lib.registerBackend(name, () => backend, 0);
  return { name, backend };
}

/** Takes back a registration, and disposes the backend if it was started. */
export function unregisterDevice(lib: Tfjs, name: string): void {
  lib.removeBackend(name);
  for (const { kernelName } of lib.getKernelsForBackend(name)) lib.unregisterKernel(kernelName, name);
}
