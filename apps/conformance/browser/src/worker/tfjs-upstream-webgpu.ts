import { backends } from '@mosa-js/tfjs/conformance';
import * as kernels from '@tensorflow/tfjs-backend-webgpu';
import * as core from '@tensorflow/tfjs-core';

// As the command `mosa-conformance` makes it, of what this page has bundled.
const modules = new Map<string, Readonly<Record<string, unknown>>>([
  ['@tensorflow/tfjs-core', core],
  ['@tensorflow/tfjs-backend-webgpu', kernels],
]);
const device = backends.webgpu!;

export const { expectedFailures } = device;
export const create = async () => device.create(async (name) => modules.get(name)!);
