import { hostTensor, initWeights, layerGraph, type MosaConfig, trace } from '@mosa-js/core';
import { createBackend } from '@mosa-js/core/adapter';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const config: MosaConfig = { kind: 'mosa', dModel: 4, dHead: 2, heads: 1, k: 2 };
const x = hostTensor(
  Array.from({ length: 24 }, (_, i) => Math.sin(i)),
  [1, 6, 4],
);

it.each([
  [[4, 1], 'got 1 after 4 (element 1)'],
  [[1, 1], 'got 1 after 1 (element 1)'],
  [[-1, 1], 'got -1 (element 0)'],
  [[1, 6], 'got 6 after 1 (element 1)'],
])('refuses the positions %j before any device work', async (row, came) => {
  const backend = createReferenceBackend();
  const indices = hostTensor(row, [1, 1, 2], 'int32');
  const program = await backend.compile(layerGraph(config, { x, indices }), { weights: initWeights(config, 1) });
  const before = backend.memory();
  await expect(program.run({ x, indices })).rejects.toThrow(
    `input indices: expected positions that ascend in each row, from 0 to 5, ${came}`,
  );
  expect(backend.memory()).toEqual(before);
  await backend.dispose();
});

it('takes the nearest position in range where a device holds another', async () => {
  const backend = createReferenceBackend();
  const program = await backend.compile(layerGraph(config, { x, indices: { shape: [1, 1, 2], dtype: 'int32' } }), {
    weights: initWeights(config, 1),
  });
  const results = [];
  for (const row of [
    [-7, 99],
    [0, 5],
  ]) {
    const indices = await backend.upload(hostTensor(row, [1, 1, 2], 'int32'));
    const outputs = await program.run({ x, indices });
    results.push([await outputs.y!.read(), await outputs.indices!.read()]);
  }
  expect(results[0]).toEqual(results[1]);
  await backend.dispose();
});

it('counts the rows of what a fused op is made of against the integers of a device', async () => {
  const backend = createBackend({
    name: 'narrow',
    device: 'cpu',
    label: 'test',
    capabilities: { integerBits: 24 },
    upload: () => 0,
    read: () => new Float32Array(),
    free: () => {},
    load: () => ({ run: async () => ({}), dispose: () => {} }),
    memory: () => ({ tensors: 0, bytes: 0 }),
  });
  // 2^16 rows of 255 slots and a spare one each: 2^24 rows; with one slot more it is too many.
  const selecting = (k: number) =>
    trace((ops, { logits }) => ({ y: ops.selectIndices(logits!, k) }), {
      inputs: { logits: { shape: [2 ** 16, 512], dtype: 'float32' } },
    });
  await expect(backend.compile(selecting(255))).resolves.toBeDefined();
  await expect(backend.compile(selecting(256))).rejects.toThrow('narrow constant: expected integers up to 2^24');
});
