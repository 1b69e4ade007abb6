import { type Backend, type DType, type HostTensor, hostTensor, type Shape, sizeOf } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import type { Tensor } from 'onnxruntime-common';
import * as ortNode from 'onnxruntime-node';
import * as ortWeb from 'onnxruntime-web';
import { expect } from 'vitest';
import { createOnnxRuntimeBackend, type OnnxRuntimeLibrary, type OnnxRuntimeOptions } from '../src';

/** What a library was asked to do. */
export interface Watch {
  sessions: number;
  released: number;
  runs: number;
  /** Names that the last run was given tensors for. */
  fed: string[];
}

/** The real library, with its calls counted. */
export function watched(lib: OnnxRuntimeLibrary): OnnxRuntimeLibrary & { watch: Watch } {
  const watch: Watch = { sessions: 0, released: 0, runs: 0, fed: [] };
  const create = async (model: Uint8Array, options: object) => {
    const session = await lib.InferenceSession.create(model, options);
    watch.sessions++;
    return {
      run: async (feeds: Parameters<typeof session.run>[0]) => {
        watch.runs++;
        watch.fed = Object.keys(feeds);
        return session.run(feeds);
      },
      release: async () => {
        watch.released++;
        await session.release();
      },
    };
  };
  const InferenceSession = { create } as unknown as OnnxRuntimeLibrary['InferenceSession'];
  return { InferenceSession, Tensor: lib.Tensor, env: lib.env, watch };
}

/** Both libraries, each with the execution provider that every machine has. */
export const targets = [
  { title: 'onnxruntime-node cpu', lib: ortNode as OnnxRuntimeLibrary, executionProvider: 'cpu' },
  { title: 'onnxruntime-web wasm', lib: ortWeb as OnnxRuntimeLibrary, executionProvider: 'wasm' },
] as const;
export type Target = (typeof targets)[number];

export async function open(
  target: Target,
  options: Partial<OnnxRuntimeOptions> = {},
): Promise<{ backend: Backend<Tensor>; watch: Watch }> {
  const lib = watched(target.lib);
  const backend = await createOnnxRuntimeBackend({ lib, executionProvider: target.executionProvider, ...options });
  Object.assign(lib.watch, { sessions: 0, released: 0, runs: 0 }); // without the probe
  return { backend, watch: lib.watch };
}

export const reference = createReferenceBackend();

/** Numbers that are exact in float32, a mix of magnitudes and signs; small whole numbers for int32; bits for bool. */
export function random(shape: Shape, seed: number, dtype: DType = 'float32', limit = 4): HostTensor {
  const next = randomSource(seed);
  const draw = () =>
    dtype === 'bool' ? next() * 2 : dtype === 'int32' ? Math.floor((2 * next() - 1) * 100) : (2 * next() - 1) * limit;
  const values = Array.from({ length: sizeOf(shape) }, draw);
  return hostTensor(dtype === 'bool' ? Uint8Array.from(values) : values, shape, dtype);
}

export const floats = (values: number[], shape: Shape = [values.length]) => hostTensor(values, shape);
export const ints = (values: number[], shape: Shape = [values.length]) => hostTensor(values, shape, 'int32');

/** The largest |actual − expected|, over |expected| of the same element or over the largest finite |expected|. */
export function errorOf(actual: HostTensor, expected: HostTensor, scale: 'element' | 'tensor'): number {
  expect([actual.shape, actual.dtype, actual.data.length]).toEqual([
    expected.shape,
    expected.dtype,
    expected.data.length,
  ]);
  let largest = 0;
  for (const value of expected.data) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  let error = 0;
  expected.data.forEach((wanted, i) => {
    const value = actual.data[i]!;
    if (value === wanted || (Number.isNaN(value) && Number.isNaN(wanted))) return;
    const by = scale === 'element' ? Math.abs(wanted) : largest;
    const own = Math.abs(value - wanted) / (by || 1);
    error = Math.max(error, Number.isNaN(own) ? Number.POSITIVE_INFINITY : own);
  });
  return error;
}
