import { trace } from '@mosa-js/core';
import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { webgpuDialectOf } from '../src/webgpu-kernels';
import { writeModel } from '../src/write-model';
import { errorOf, random, reference } from './support';

// GPUs in software compute MultiHeadAttention wrong, so the model that is written with it runs on the CPU here.
it.each([
  [[3, 40, 8], 0.3],
  [[2, 3, 33, 16], 1],
  [[1, 4], 0.5],
])('attends by MultiHeadAttention as the op says: %j, scale %f', async (shape, scale) => {
  const [q, k, v] = [random(shape, 1, 'float32', 1), random(shape, 2, 'float32', 1), random(shape, 3)];
  const inputs = { q: q!, k: k!, v: v! };
  const graph = trace((ops, x) => ({ y: ops.attention(x.q!, x.k!, x.v!, { scale, causal: true }) }), { inputs });
  const { bytes } = writeModel(graph, {}, webgpuDialectOf({ select: false, attention: true }));
  const session = await ort.InferenceSession.create(bytes);
  const feeds = Object.entries(inputs).map(
    ([name, { data }]) => [name, new ort.Tensor('float32', data as Float32Array, shape)] as const,
  );
  const { y } = await session.run(Object.fromEntries(feeds));
  const expected = await (await (await reference.compile(graph)).run(inputs)).y!.read();
  expect(
    errorOf({ shape: [...y!.dims], dtype: 'float32', data: y!.data as Float32Array }, expected, 'tensor'),
  ).toBeLessThan(1e-6);
  await session.release();
});
