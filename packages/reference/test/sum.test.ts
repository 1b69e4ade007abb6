import { type AttentionConfig, createLayer, hostTensor, initWeights, layerGraph } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';

const backend = createReferenceBackend();
const sizes = { dModel: 6, dHead: 4 };
const first = { kind: 'mosa', ...sizes, heads: 2, k: 3 } as const;
const second = { kind: 'mosa', ...sizes, heads: 1, k: 5 } as const;
const local = { kind: 'local', ...sizes, heads: 2, window: 3 } as const;
const [B, T] = [2, 9];
const x = hostTensor(
  Array.from({ length: B * T * 6 }, (_, i) => Math.sin(i * i)),
  [B, T, 6],
);
const mask = hostTensor(
  Array.from({ length: B * T }, (_, i) => Number(i % 5 !== 3)),
  [B, T],
  'bool',
);

/** A layer's outputs, from weights whose names begin with a prefix. */
async function run(
  config: AttentionConfig,
  all: ReturnType<typeof initWeights>,
  prefix: string,
  also: readonly string[],
) {
  const own = Object.entries(all).filter(([name]) => name.startsWith(prefix));
  const weights = Object.fromEntries(own.map(([name, weight]) => [name.slice(prefix.length), weight]));
  const layer = await createLayer(backend, config, weights);
  const outputs = await layer.run({ x, mask }, { also: also as readonly 'logits'[] });
  const read = Object.entries(outputs).map(async ([name, tensor]) => [name, await tensor.read()] as const);
  await layer.dispose();
  return Object.fromEntries(await Promise.all(read));
}

it.each<[string, AttentionConfig, readonly [string, AttentionConfig][]]>([
  [
    'in a list',
    { kind: 'sum', parts: [first, local, second] },
    [
      ['parts.0.', first],
      ['parts.1.', local],
      ['parts.2.', second],
    ],
  ],
  [
    'by name and within each other',
    { kind: 'sum', parts: { far: { kind: 'sum', parts: [first, second] }, near: local } },
    [
      ['far.parts.0.', first],
      ['far.parts.1.', second],
      ['near.', local],
    ],
  ],
])(
  'groups of heads %s give the sum of their outputs, and each router tells its choice',
  async (_name, config, parts) => {
    const weights = initWeights(config, 4);
    const routers = parts.filter(([, part]) => part.kind === 'mosa').map(([prefix]) => prefix);
    const also = routers.flatMap((prefix) => [`${prefix}logits`, `${prefix}indices`]);
    const together = await run(config, weights, '', also);
    const expected = new Float64Array(B * T * 6);
    for (const [prefix, part] of parts) {
      const alone = await run(part, weights, prefix, part.kind === 'mosa' ? ['logits', 'indices'] : []);
      alone.y!.data.forEach((value, i) => {
        expected[i]! += value;
      });
      if (part.kind !== 'mosa') continue;
      expect(together[`${prefix}logits`]).toEqual(alone.logits);
      expect(together[`${prefix}indices`]).toEqual(alone.indices);
    }
    expect(Object.keys(together).sort()).toEqual(['y', ...also].sort());
    together.y!.data.forEach((value, i) => {
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-14);
    });
  },
);

it('refuses names that could mean several routers', async () => {
  const config: AttentionConfig = { kind: 'sum', parts: [first, local, second] };
  const layer = await createLayer(backend, config, initWeights(config, 4));
  await expect(layer.run({ x }, { also: ['indices'] })).rejects.toThrow(
    'layer run also: expected a list of parts.0.logits, parts.0.indices, parts.2.logits, parts.2.indices, got "indices"',
  );
  await layer.dispose();
  const indices = { shape: [2, B, 3], dtype: 'int32' } as const;
  expect(() => layerGraph(config, { x, indices })).toThrow(
    'indices: expected one group of MoSA heads, which they are for, got 2',
  );
});

it('starts named parts from the numbers that hybrid heads had', () => {
  // Of initWeights for { kind: 'hybrid', mosa, other } as it was, seed 4.
  const weights = initWeights({ kind: 'sum', parts: { mosa: first, other: local } }, 4);
  const begin = Object.fromEntries(Object.entries(weights).map(([name, { data }]) => [name, data[0]]));
  expect(begin).toEqual({
    'mosa.router.weight': -0.2347586303949356,
    'mosa.qkv.weight': 0.18692059814929962,
    'mosa.out.weight': -0.20179985463619232,
    'other.qkv.weight': 0.20509551465511322,
    'other.out.weight': -0.2955876290798187,
  });
});
