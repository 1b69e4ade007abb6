import type * as webgpuModule from '@tensorflow/tfjs-backend-webgpu';
import * as lib from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTfjsWebgpuBackend } from '../src/index';

const tfjsWebgpu = { WebGPUBackend: class {} } as unknown as typeof webgpuModule;
const info = (given: object) =>
  ({ vendor: '', architecture: '', device: '', description: '', ...given }) as GPUAdapterInfo;
afterEach(() => vi.unstubAllGlobals());

describe('what is missing is named, with how to get it', () => {
  it('libraries', async () => {
    const nothing = undefined as unknown as typeof lib;
    const bare = createTfjsWebgpuBackend as () => Promise<unknown>;
    await expect(bare()).rejects.toMatchObject({ name: 'MosaError', code: 'unavailable' });
    await expect(createTfjsWebgpuBackend({ lib: nothing, tfjsWebgpu })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('npm install'),
    });
    await expect(createTfjsWebgpuBackend({ lib, tfjsWebgpu: {} as typeof tfjsWebgpu })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringContaining('@tensorflow/tfjs-backend-webgpu'),
    });
  });

  it('an option by its old name', async () => {
    await expect(createTfjsWebgpuBackend({ lib, webgpu: tfjsWebgpu } as never)).rejects.toThrow(
      "tfjs-webgpu: expected tfjsWebgpu: tfjs's WebGPU backend module, got its old name, webgpu",
    );
  });

  it('WebGPU', async () => {
    vi.stubGlobal('navigator', {});
    await expect(createTfjsWebgpuBackend({ lib, tfjsWebgpu })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringContaining('nodeGpu()'),
      actual: 'no navigator.gpu',
    });
  });

  it('an adapter, and a device of it', async () => {
    const none = { requestAdapter: async () => null } as unknown as GPU;
    await expect(createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu: none })).rejects.toMatchObject({
      code: 'unavailable',
    });
    const requestDevice = async () => {
      throw new Error('already used');
    };
    const adapter = { features: new Set(), limits: {}, info: info({ vendor: 'acme' }), requestDevice };
    const refusing = { requestAdapter: async () => adapter } as unknown as GPU;
    await expect(createTfjsWebgpuBackend({ lib, tfjsWebgpu, gpu: refusing })).rejects.toMatchObject({
      code: 'unavailable',
      expected: 'a device of acme',
      actual: 'already used',
    });
  });
});
