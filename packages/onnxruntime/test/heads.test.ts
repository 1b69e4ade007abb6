import {
  type AttentionConfig,
  createLayer,
  type DeviceTensor,
  type HostTensor,
  initWeights,
  type LayerResult,
} from '@mosa-js/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bools, errorOf, open, random, reference, targets } from './support';

const size = { dModel: 12, dHead: 6, heads: 3 } as const;
const mosa = { kind: 'mosa', ...size, sparsity: 4 } as const;
const dense = { kind: 'dense', ...size } as const;
const configs: Record<string, AttentionConfig> = {
  mosa,
  'mosa, k = 5': { kind: 'mosa', ...size, k: 5 },
  'mosa, includeFirst': { ...mosa, includeFirst: true },
  'mosa, no rotation': { ...mosa, rotaryFraction: 0 },
  'mosa, full rotation': { ...mosa, rotaryFraction: 1, rotaryBase: 500 },
  dense,
  'local, window': { kind: 'local', ...size, window: 3 },
  'local, sparsity': { kind: 'local', ...size, sparsity: 4 },
  fixed: { kind: 'fixed', ...size, sparsity: 3 },
  routing: { kind: 'routing', ...size, sparsity: 4 },
  'mosa and dense': { kind: 'hybrid', mosa, other: dense },
  'mosa and local': { kind: 'hybrid', mosa, other: { kind: 'local', ...size, window: 4 } },
  'mosa and fixed': { kind: 'hybrid', mosa, other: { kind: 'fixed', ...size, sparsity: 4 } },
  'mosa and routing': { kind: 'hybrid', mosa, other: { kind: 'routing', ...size, sparsity: 4 } },
};

/** true for all but the last `missing` tokens of each sequence; in sequence 1 every token is padding. */
function padded(B: number, T: number): HostTensor {
  const kept = (b: number) => (b === 1 ? 0 : Math.max(1, T - 2 - b));
  return bools(
    Array.from({ length: B * T }, (_, i) => (i % T < kept(Math.floor(i / T)) ? 1 : 0)),
    [B, T],
  );
}

async function readAll(result: LayerResult<DeviceTensor>): Promise<Record<string, HostTensor>> {
  const read: Record<string, HostTensor> = {};
  for (const [name, tensor] of Object.entries(result) as [string, DeviceTensor][]) {
    read[name] = await tensor.read();
    tensor.dispose();
  }
  return read;
}

describe.each(targets)('heads on $title', (target) => {
  let opened: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    opened = await open(target);
  });
  afterAll(() => opened.backend.dispose());

  describe.each(Object.entries(configs))('%s', (_title, config) => {
    it.each([
      [2, 16],
      [1, 1],
      [5, 11],
      [1, 40],
    ])('B = %i, T = %i, with and without mask', async (B, T) => {
      const weights = initWeights(config, 3);
      const layers = [
        await createLayer(opened.backend, config, weights),
        await createLayer(reference, config, weights),
      ] as const;
      const x = random([B, T, size.dModel], 10 * B + T);
      for (const inputs of [{ x }, { x, mask: padded(B, T) }]) {
        const actual = await readAll(await layers[0].run(inputs));
        const expected = await readAll(await layers[1].run(inputs));
        expect(Object.keys(actual)).toEqual(Object.keys(expected));
        if (expected.indices) {
          expect(actual.indices!.data).toEqual(expected.indices.data);
          expect(errorOf(actual.logits!, expected.logits!, 'tensor')).toBeLessThan(2e-6);
        }
        expect(errorOf(actual.y!, expected.y!, 'tensor')).toBeLessThan(2e-5);
      }
      for (const layer of layers) await layer.dispose();
    });
  });

  it('is the same without graph optimisations, and by decomposition', async () => {
    const { backend } = await open(target, { sessionOptions: { graphOptimizationLevel: 'disabled' } });
    for (const config of [configs['mosa and dense']!, configs['mosa and local']!, configs.routing!]) {
      const weights = initWeights(config, 8);
      const x = random([2, 24, size.dModel], 9);
      const plain = await createLayer(backend, config, weights);
      const optimised = await createLayer(opened.backend, config, weights);
      const [a, b] = [await readAll(await plain.run({ x })), await readAll(await optimised.run({ x }))];
      expect(errorOf(b.y!, a.y!, 'tensor')).toBeLessThan(2e-6);
      if (a.indices) expect(b.indices!.data).toEqual(a.indices.data);
      await optimised.dispose();
    }
    await backend.dispose();
  });
});
