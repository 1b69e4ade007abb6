import { createRequire } from 'node:module';
import * as built from '@mosa-js/tfjs-webgpu';
import { expect, it } from 'vitest';

const required: typeof built = createRequire(import.meta.url)('@mosa-js/tfjs-webgpu');

it.each([
  ['imported', built],
  ['required', required],
])('the built package has its exports when %s', (_how, module) => {
  expect(Object.keys(module).sort()).toEqual(['createTfjsWebgpuBackend', 'describeGpu', 'isSoftware', 'nodeGpu']);
});
