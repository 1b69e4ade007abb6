import { type AttentionConfig, type Backend, createLayer, type HostTensor, initWeights } from '@mosa-js/core';
import { describe, expect, it } from 'vitest';
import { errorOf, open, random, targets } from './support';

const size = { dModel: 12, dHead: 6, heads: 3 } as const;
const mosa = { kind: 'mosa', ...size, sparsity: 4 } as const;
const configs: Record<string, AttentionConfig> = {
  'mosa and dense': { kind: 'sum', parts: { mosa, other: { kind: 'dense', ...size } } },
  'mosa and local': { kind: 'sum', parts: { mosa, other: { kind: 'local', ...size, window: 4 } } },
  routing: { kind: 'routing', ...size, sparsity: 4 },
};

async function results(backend: Backend, config: AttentionConfig): Promise<{ y: HostTensor; indices?: HostTensor }> {
  const layer = await createLayer(backend, config, initWeights(config, 8));
  const x = random([2, 24, size.dModel], 9);
  const { y, indices } =
    config.kind === 'sum'
      ? await layer.run({ x }, { also: ['indices'] })
      : { ...(await layer.run({ x })), indices: undefined };
  const read = { y: await y.read(), indices: await indices?.read() };
  await layer.dispose();
  return read;
}

// ONNX Runtime rewrites a model before it runs it: what it makes of ours must be the same layer.
describe.each(targets)('$title', (target) => {
  it.each(Object.entries(configs))('is the same without graph optimisations: %s', async (_title, config) => {
    const { backend } = await open(target);
    const { backend: plain } = await open(target, { sessionOptions: { graphOptimizationLevel: 'disabled' } });
    const [actual, expected] = [await results(backend, config), await results(plain, config)];
    expect(errorOf(actual.y, expected.y, 'tensor')).toBeLessThan(2e-6);
    expect(actual.indices?.data).toEqual(expected.indices?.data);
    await backend.dispose();
    await plain.dispose();
  });
});
