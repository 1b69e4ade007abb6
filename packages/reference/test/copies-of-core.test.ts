import { createRequire } from 'node:module';
import { attentionConfig, hostTensor, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const other = createRequire(import.meta.url)('@mosa-js/core') as typeof import('@mosa-js/core');

it('a layer of another copy of core takes tensors and weights that are on the device', async () => {
  const backend = createReferenceBackend();
  const config = attentionConfig({ kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 2 });
  const weights = initWeights(config, 1);
  const router = await backend.upload(weights['router.weight']!);
  const x = await backend.upload(hostTensor(Float32Array.from({ length: 48 }, Math.sin), [1, 6, 8]));
  expect(x).not.toBeInstanceOf(other.DeviceTensor);
  const layer = await other.createLayer(backend, config, { ...weights, 'router.weight': router });
  const { y } = await layer.run({ x });
  const { y: again } = await layer.run({ x: await x.read() });
  expect(await y.read()).toEqual(await again.read());
  await layer.dispose();
  expect(router.disposed).toBe(false); // it is its owner's
  await backend.dispose();
});
