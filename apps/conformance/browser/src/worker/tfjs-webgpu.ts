import { createTfjsWebgpuBackend } from '@mosa-js/tfjs-webgpu';
import * as tfjsWebgpu from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';

export const create = () => createTfjsWebgpuBackend({ lib, tfjsWebgpu });
