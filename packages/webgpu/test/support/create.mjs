import { createWebgpuBackend, nodeGpu } from '@mosa-js/webgpu';
import * as node from 'webgpu';

export const create = (options) => createWebgpuBackend({ gpu: nodeGpu(node), ...options });

/** What must be as it was once all is disposed of; what the device keeps for reuse need not be. */
export function live(backend) {
  const { tensors, bytes } = backend.memory();
  return { tensors, bytes };
}
