// The same in strict TypeScript, with a mask, and with `using`, which disposes of a tensor where its block ends.
import { attentionConfig, createLayer, type HostTensor, hostTensor, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';

const config = attentionConfig({
  kind: 'sum',
  parts: {
    mosa: { kind: 'mosa', dModel: 16, dHead: 8, heads: 3, sparsity: 4, includeFirst: true },
    other: { kind: 'local', dModel: 16, dHead: 8, heads: 1, window: 4 },
  },
});

async function attend(x: HostTensor, lengths: readonly number[]): Promise<HostTensor> {
  const [B, T] = x.shape as [number, number, number];
  const mask = hostTensor(
    Array.from({ length: B * T }, (_, i) => Number(i % T < lengths[Math.floor(i / T)]!)),
    [B, T],
    'bool',
  );
  const layer = await createLayer(createReferenceBackend(), config, initWeights(config, 1));
  using y = (await layer.run({ x, mask })).y;
  return y.read();
}

const x = hostTensor(
  Array.from({ length: 2 * 12 * 16 }, (_, i) => Math.cos(i)),
  [2, 12, 16],
);
const { shape, data } = await attend(x, [12, 7]);
console.log(
  shape,
  'padding is 0:',
  data.slice(-5 * 16).every((value: number) => value === 0),
);
