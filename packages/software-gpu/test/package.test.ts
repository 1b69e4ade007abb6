import { createRequire } from 'node:module';
import * as built from '@mosa-js/software-gpu';
import { expect, it } from 'vitest';

const required: typeof built = createRequire(import.meta.url)('@mosa-js/software-gpu');

it.each([
  ['imported', built],
  ['required', required],
])('the built package finds its driver when %s', async (_how, module) => {
  expect(Object.keys(module).sort()).toEqual([
    'gpuAccess',
    'gpuChoices',
    'hasVulkanDriver',
    'isSoftwareGpu',
    'softwareGpuEnvironment',
  ]);
  // From a folder without packages, so that only what is beside this one is found, and only where it can run.
  const found = await module.softwareGpuEnvironment({ cwd: '/' });
  expect(found !== undefined).toBe(process.platform === 'linux' && process.arch === 'x64');
});
