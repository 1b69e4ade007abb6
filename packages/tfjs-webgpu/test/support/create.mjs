import { createTfjsWebgpuBackend, nodeGpu } from '@mosa-js/tfjs-webgpu';
import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';
import * as node from 'webgpu';

export { lib };
export const create = (options) => createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu: nodeGpu(node), ...options });

/** What must be as it was once all is disposed of; what the device keeps for reuse need not be. */
export function live(backend) {
  const { tensors, bytes } = backend.memory();
  return { tensors, bytes };
}
