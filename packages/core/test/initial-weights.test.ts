import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AttentionConfig, type HostTensor, initWeights } from '../src/index';
import { randomNormal, randomSource, randomUniform } from '../src/training/index';

const mosa = { kind: 'mosa', dModel: 24, dHead: 6, heads: 7, sparsity: 4 } as const;
const dense = { kind: 'dense', dModel: 24, dHead: 6, heads: 3 } as const;

/** Of names, shapes and bits, in order. */
function hashOf(tensors: Readonly<Record<string, HostTensor>>): string {
  const hash = createHash('sha256');
  for (const [name, { shape, dtype, data }] of Object.entries(tensors)) {
    expect(data).toBeInstanceOf(Float32Array);
    hash.update(`${name} ${dtype} ${shape}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Published runs and golden files begin with these bits: a change of one of them is a change of all that was published. */
describe('initial weights have the bits that they always had', () => {
  it.each<[name: string, hash: string, config: AttentionConfig, seed: number]>([
    ['mosa', 'c9b9926b0f3bfefa', mosa, 1],
    ['causal mosa', 'a81fd613032ec0d1', { ...mosa, selection: { rule: 'causal' } }, 2],
    ['dense', '7cc1a5cd4ccd8cbf', dense, 3],
    ['local', 'a3006bd25bf88f15', { ...dense, kind: 'local', window: 4 }, 4],
    ['fixed', 'fff937f6340c80bf', { ...mosa, kind: 'fixed' }, 5],
    ['routing', '69578aaacde5e1d9', { ...mosa, kind: 'routing' }, 6],
    ['a sum', '6daeb656b9064288', { kind: 'sum', parts: { mosa, other: dense } }, 7],
    ['many heads', 'b3a2ff0afcf575a5', { ...mosa, dModel: 96, dHead: 16, heads: 100 }, 8],
    ['seed 0', '29d2c6dceda4d060', mosa, 0],
    ['a seed below 0', '747df91cfdbac15e', mosa, -5],
    ['a seed of 32 bits', 'd118e3193b9b168a', mosa, 2 ** 32 - 1],
    ['a seed of 53 bits', '9bda6cc1f23dbc1a', mosa, 2 ** 53 - 1],
  ])('%s', (_, hash, config, seed) => {
    expect(hashOf(initWeights(config, seed))).toBe(hash);
  });

  it.each([
    [1, 1],
    [0.3, 2 ** 40 + 1],
    [1e-30, -7],
    [-2, 11],
  ])('numbers of width %d are those of a source, whatever their way', (width, seed) => {
    const tensor = (next: () => number): HostTensor => ({
      shape: [3, 3000],
      dtype: 'float32',
      data: Float32Array.from({ length: 9000 }, next),
    });
    const [one, other] = [randomSource(seed), randomSource(seed)];
    const dozen = () => Array.from({ length: 12 }, other).reduce((sum, next) => sum + next, -6);
    expect(randomUniform([3, 3000], width, seed)).toEqual(tensor(() => (2 * one() - 1) * width));
    expect(randomNormal([3, 3000], width, seed)).toEqual(tensor(() => dozen() * width));
  });
});
