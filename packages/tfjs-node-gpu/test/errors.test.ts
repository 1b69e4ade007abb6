import * as core from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { describeDevice } from '../src/device';
import { createTfjsNodeBackend, loadTfjsNode, type TfjsNode } from '../src/index';

const failing = (message: string, code?: string) => async (): Promise<unknown> => {
  throw Object.assign(new Error(message), { code });
};

describe('a library that is missing or does not fit is named, with how to get it', () => {
  it.each([
    ['nothing', undefined, 'nothing'],
    ['a tfjs of another kind', core, 'a tfjs without the backend of tfjs-node'],
    ['something else', 5, 'number'],
  ])('%s', async (_what, lib, actual) => {
    await expect(createTfjsNodeBackend({ lib: lib as TfjsNode })).rejects.toMatchObject({
      name: 'MosaError',
      code: 'unavailable',
      expected: expect.stringContaining('loadTfjsNode()'),
      actual,
    });
  });

  it('neither package is installed', async () => {
    const asked: string[] = [];
    const load = (name: string) => {
      asked.push(name);
      return failing(`Cannot find package '${name}' imported from here`, 'ERR_MODULE_NOT_FOUND')();
    };
    await expect(loadTfjsNode({ load })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringMatching(
        /npm install @tensorflow\/tfjs-node-gpu .*npx -p @mosa-js\/libtensorflow mosa-provision-libtensorflow/,
      ),
      actual: 'a package that is not installed',
    });
    expect(asked).toEqual(['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node']);
  });

  it.each([
    [
      'The Node.js native addon module (tfjs_binding.node) can not be found at path: /x',
      'the package without it',
      /the addon of @tensorflow\/tfjs-node-gpu \(npx -p @mosa-js\/libtensorflow mosa-provision-libtensorflow/,
    ],
    [
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
      'libtensorflow_cc.so.2: cannot open shared object file: No such file or directory',
      /the libtensorflow of/,
    ],
    [
      '/x/tfjs_binding.node: undefined symbol: TFE_Gone',
      /another version: .*TFE_Gone/,
      /a libtensorflow that has TFE_Gone/,
    ],
    ["Cannot find module 'long'", "Cannot find module 'long'", /@tensorflow\/tfjs-node-gpu to load/],
  ])('%s', async (message, actual, expected) => {
    await expect(loadTfjsNode({ load: failing(message, 'ERR_DLOPEN_FAILED') })).rejects.toMatchObject({
      code: 'unavailable',
      expected: expect.stringMatching(expected),
      actual: typeof actual === 'string' ? actual : expect.stringMatching(actual),
    });
  });

  it('lets memory grow while the library loads, and only then', async () => {
    const name = 'TF_FORCE_GPU_ALLOW_GROWTH';
    const seen: (string | undefined)[] = [];
    const load = async () => {
      seen.push(process.env[name]);
      return { default: core };
    };
    expect(await loadTfjsNode({ load })).toBe(core);
    expect(process.env[name]).toBeUndefined();
    process.env[name] = 'false';
    await loadTfjsNode({ load });
    expect(process.env[name]).toBe('false');
    delete process.env[name];
    expect(seen).toEqual(['true', 'false']);
  });
});

describe('the device, by what libtensorflow says', () => {
  it('a GPU, of several the last', () => {
    const line = (i: number, name: string) =>
      `2026-01-01 00:00:00.000000: I tensorflow/core/common_runtime/gpu/gpu_device.cc:2022] Created device /job:localhost/replica:0/task:0/device:GPU:${i} with 78770 MB memory:  -> device: ${i}, name: ${name}, pci bus id: 0000:04:00.0, compute capability: 9.0`;
    expect(describeDevice(true, line(0, 'NVIDIA H100 80GB HBM3'))).toEqual({ name: 'NVIDIA H100 80GB HBM3 (CUDA)' });
    expect(describeDevice(true, `${line(0, 'NVIDIA T4')}\n${line(1, 'NVIDIA A100')}`).name).toBe('NVIDIA A100 (CUDA)');
    expect(describeDevice(true, '').name).toBe('GPU (CUDA)');
  });

  it('the CPU, and why', () => {
    const words = `2026-11-23 15:09:56.878007: I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] Could not find cuda drivers on your machine, GPU will not be used.
2026-11-23 15:09:56.880783: I external/local_xla/xla/tsl/cuda/cudart_stub.cc:32] Could not find cuda drivers on your machine, GPU will not be used.
E0000 00:00:1795446596.900152   30493 cuda_dnn.cc:8310] Unable to register cuDNN factory: Attempting to register factory for plugin cuDNN when one has already been registered
2026-11-23 15:09:56.916244: I tensorflow/core/platform/cpu_feature_guard.cc:210] This TensorFlow binary is optimized
2026-11-23 15:09:56.916636: E external/local_xla/xla/stream_executor/cuda/cuda_driver.cc:152] failed call to cuInit: UNKNOWN ERROR (303)`;
    expect(describeDevice(false, words)).toEqual({
      name: 'cpu',
      note: 'no CUDA device: libtensorflow says: Could not find cuda drivers on your machine, GPU will not be used. | failed call to cuInit: UNKNOWN ERROR (303)',
    });
    expect(describeDevice(false, 'This TensorFlow binary is optimized').note).toContain('built without it');
  });
});
