import { createTfjsWebgpuBackend, nodeGpu } from '@mosa-js/tfjs-webgpu';
import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';
import * as node from 'webgpu';

/** The WebGPU backend in Node, for `mosa-conformance --backend`. */
export default () => createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu: nodeGpu(node) });
