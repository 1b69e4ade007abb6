import { describe, expect, test } from 'vitest';
import { gpuAccess, hasVulkanDriver } from '../src';
import type { Machine } from '../src/machine';
import { planGpu } from '../src/plan';

const loader = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1';
const icd = (library: string) => `{"file_format_version": "1.0.0", "ICD": {"library_path": "${library}"}}`;
const nvidia = { '/usr/share/vulkan/icd.d/nvidia_icd.json': icd('libGLX_nvidia.so.0') };
const lavapipe = { '/usr/share/vulkan/icd.d/lvp_icd.json': icd('/usr/lib/libvulkan_lvp.so') };
const swiftshader = { '/opt/vk_swiftshader_icd.json': icd('./libvk_swiftshader.so') };

/** A machine that has just these files. */
function machine(
  files: Record<string, string>,
  env: Record<string, string> = {},
  platform = 'linux',
  arch = 'x64',
): Machine {
  const paths = Object.keys(files);
  return {
    platform,
    arch,
    env,
    files: {
      exists: (path) => path in files,
      list: (folder) => paths.filter((path) => path.startsWith(`${folder}/`)).map((p) => p.slice(folder.length + 1)),
      read: (path) => files[path] ?? '',
    },
  };
}

const device = { '/dev/nvidiactl': '' };
const named = { VK_DRIVER_FILES: '/opt/vk_swiftshader_icd.json' };

describe('the choice auto', () => {
  test.each<[string, Machine, object]>([
    ['a GPU with its driver', machine({ [loader]: '', ...nvidia, ...device }), { use: 'own', software: false }],
    ['a driver, no GPU', machine({ [loader]: '', ...nvidia }), { use: 'swiftshader' }],
    ['a driver, no loader', machine({ ...nvidia, ...device }), { use: 'swiftshader' }],
    ['lavapipe, which Dawn refuses', machine({ [loader]: '', ...lavapipe, ...device }), { use: 'swiftshader' }],
    ['nothing', machine({}), { use: 'swiftshader' }],
    ['SwiftShader by name', machine({ [loader]: '', ...swiftshader }, named), { use: 'own', software: true }],
    ['a named driver that is not there', machine({ [loader]: '' }, named), { use: 'nothing' }],
    ['nothing on ARM', machine({}, {}, 'linux', 'arm64'), { use: 'nothing' }],
    ['macOS', machine({}, {}, 'darwin', 'arm64'), { use: 'own', software: false }],
    ['Windows', machine({}, {}, 'win32'), { use: 'own', software: false }],
  ])('%s', (_, on, plan) => {
    expect(planGpu('auto', on)).toMatchObject(plan);
  });

  test('an older name of the variable, a loader in LD_LIBRARY_PATH', () => {
    const env = { VK_ICD_FILENAMES: named.VK_DRIVER_FILES, LD_LIBRARY_PATH: '/a:/opt/lib' };
    expect(hasVulkanDriver(machine({ '/opt/lib/libvulkan.so.1': '', ...swiftshader }, env))).toBe(true);
  });

  test('a driver that was named and is not there is told by its name', () => {
    expect(planGpu('auto', machine({ [loader]: '' }, named))).toMatchObject({
      reason: expect.stringContaining('/opt/vk_swiftshader_icd.json'),
    });
  });
});

test('the choice software leaves a real GPU aside, and says where it cannot be', () => {
  expect(planGpu('software', machine({ [loader]: '', ...nvidia, ...device }))).toEqual({ use: 'swiftshader' });
  expect(planGpu('software', machine({}, {}, 'darwin', 'arm64'))).toEqual({
    use: 'nothing',
    reason: 'a GPU in software is for Linux on x64, not darwin on arm64',
  });
});

test('another choice is refused', async () => {
  await expect(gpuAccess('fast' as 'auto')).rejects.toThrow('expected auto or software or none, got "fast"');
});

test('the choice none hides every GPU', () => {
  expect(planGpu('none', machine({ [loader]: '', ...nvidia, ...device }))).toMatchObject({ use: 'nothing' });
});
