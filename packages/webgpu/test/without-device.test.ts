import { broadcastStrides } from '@mosa-js/core/adapter';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWebgpuBackend, describeGpu, isSoftware } from '../src/index';
import { fusedOpsOf } from '../src/kernels/kernels';
import { selectWorkgroup } from '../src/kernels/select';
import { selectMemory } from '../src/kernels/select.wgsl';
import { simplify } from '../src/kernels/strides';
import { checkSize } from '../src/runtime/sizes';

const info = (given: object) =>
  ({ vendor: '', architecture: '', device: '', description: '', ...given }) as GPUAdapterInfo;
const limits = (given: object) =>
  ({
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupStorageSize: 16384,
    maxStorageBufferBindingSize: 2 ** 27,
    maxBufferSize: 2 ** 28,
    ...given,
  }) as unknown as GPUSupportedLimits;

afterEach(() => vi.unstubAllGlobals());

it('a device that is none', async () => {
  await expect(createWebgpuBackend({ device: {} as GPUDevice })).rejects.toThrow('webgpu device: expected a GPUDevice');
});

describe('what is missing is named, with how to get it', () => {
  it('WebGPU', async () => {
    vi.stubGlobal('navigator', {});
    await expect(createWebgpuBackend()).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringContaining('nodeGpu()'),
      actual: 'no navigator.gpu',
    });
  });

  it('an adapter, and a device of it', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU;
    await expect(createWebgpuBackend({ gpu: none })).rejects.toMatchObject({
      code: 'unavailable',
    });
    const requestDevice = async () => {
      throw new Error('already used');
    };
    const adapter = { features: new Set(), limits: {}, info: info({ vendor: 'acme' }), requestDevice };
    const refusing = { requestAdapter: async () => adapter } as unknown as GPU;
    await expect(createWebgpuBackend({ gpu: refusing })).rejects.toMatchObject({
      code: 'unavailable',
      expected: 'a device of acme',
      actual: 'already used',
    });
  });
});

it.each([
  [
    { vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader' },
    'google swiftshader (software)',
    true,
  ],
  [{ vendor: 'mesa', description: 'llvmpipe (LLVM 15)' }, 'mesa llvmpipe (LLVM 15) (software)', true],
  [{ vendor: 'microsoft', isFallbackAdapter: true }, 'microsoft (software)', true],
  [{ vendor: 'nvidia', architecture: 'ampere' }, 'nvidia ampere', false],
  [{}, 'unnamed GPU', false],
])('describes %o', (given, words, software) => {
  expect(describeGpu(info(given))).toBe(words);
  expect(isSoftware(info(given))).toBe(software);
});

it('a tensor that fits no buffer is named with both sizes', () => {
  const type = { shape: [2 ** 25 + 1], dtype: 'float32' } as const;
  expect(() => checkSize(type, limits({}), 'test')).toThrow(
    "test: expected a tensor of at most 134217728 bytes (the device's maxStorageBufferBindingSize), got 134217732 bytes: float32 [33554433]",
  );
  expect(() => checkSize({ ...type, shape: [2 ** 25], dtype: 'bool' }, limits({}), 'test')).not.toThrow();
});

describe('the selection kernel', () => {
  it('fits every device that has WebGPU’s smallest limits, and grows with the device', () => {
    expect(selectWorkgroup(limits({}))).toBe(256);
    const large = { maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupSizeX: 1024 };
    expect(selectWorkgroup(limits({ ...large, maxComputeWorkgroupStorageSize: 32768 }))).toBe(1024);
    expect(selectWorkgroup(limits(large))).toBe(512);
    expect(selectWorkgroup(limits({ ...large, maxComputeWorkgroupStorageSize: 32768 }), 125)).toBe(64);
    expect(selectMemory(256)).toBeLessThanOrEqual(16384);
  });

  it.each([{ maxComputeInvocationsPerWorkgroup: 32 }, { maxComputeWorkgroupStorageSize: 8192 }])(
    'gives way to the decomposition with %o',
    (given) => {
      expect(fusedOpsOf(limits({}))).toContain('selectIndices');
      expect(fusedOpsOf(limits(given))).toEqual(['causalSelect']);
    },
  );
});

it('walks take as few axes as they can', () => {
  const walk = (sizes: number[], ...from: number[][]) =>
    simplify({ sizes, strides: from.map((shape) => broadcastStrides(shape, sizes)) }, 'test');
  expect(walk([2, 3, 4], [2, 3, 4], [2, 3, 4])).toEqual({ sizes: [24], strides: [[1], [1]] });
  expect(walk([2, 3, 4], [3, 4], [1])).toEqual({
    sizes: [2, 12],
    strides: [
      [0, 1],
      [0, 0],
    ],
  });
  expect(walk([1, 1], [1])).toEqual({ sizes: [1], strides: [[0]] });
  expect(() => walk(new Array(9).fill(2), [2, 1, 2, 1, 2, 1, 2, 1, 2])).toThrow(/at most 8 axes/);
});
