import { createTfjsWebgpuBackend, nodeGpu } from '@mosa-js/tfjs-webgpu';
import * as webgpu from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';
import * as node from 'webgpu';

export { lib };
export const create = (options) => createTfjsWebgpuBackend({ lib, webgpu, gpu: nodeGpu(node), ...options });
