import { createRequire } from 'node:module';
import * as built from '@mosa-js/webgpu';
import { expect, it } from 'vitest';

const required: typeof built = createRequire(import.meta.url)('@mosa-js/webgpu');

it.each([
  ['imported', built],
  ['required', required],
])('the built package has its exports when %s', (_how, module) => {
  expect(Object.keys(module).sort()).toEqual(['createWebgpuBackend', 'describeGpu', 'isSoftware', 'nodeGpu']);
});
