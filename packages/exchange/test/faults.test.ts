import { initWeights } from '@mosa-js/core';
import type { Tensor } from '@mosa-js/safetensors';
import { expect, it } from 'vitest';
import { fromPyTorch, toPyTorch } from '../src';
import { nearest } from '../src/nearest';

const config = { kind: 'mosa', dModel: 8, dHead: 4, heads: 3, sparsity: 4 } as const;
const good = toPyTorch(initWeights(config, 1), { config });
const message = (tensors: Record<string, Tensor>) => {
  try {
    fromPyTorch(tensors, { config, where: 'model.safetensors' });
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
};

it('lists names that do not fit, each with the nearest one', () => {
  const { 'r.0.weight': router, ...rest } = good;
  const said = message({ ...rest, 'router.0.weight': router!, 'lm_head.bias': router! });
  expect(said).toContain(
    'model.safetensors: expected the 3 tensors of this configuration, named as in the layout "authors"',
  );
  expect(said).toContain('no "r.0.weight" (nearest: "router.0.weight")');
  expect(said).toContain('"router.0.weight", which is none of them (nearest: "r.0.weight")');
  expect(said).toContain('"lm_head.bias", which is none of them');
});

it('lists shapes that do not fit', () => {
  const qkv = good['QKV.W']!;
  expect(message({ ...good, 'QKV.W': { ...qkv, shape: [3, 12, 8] } })).toContain(
    '"QKV.W" of [3, 12, 8] instead of [3, 8, 12]',
  );
});

it('does not list more than can be read', () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`block${i}`, good['O.W']!]));
  expect(message({ ...good, ...many })).toMatch(/and 38 more$/);
});

it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', (value) => {
  const data = Float32Array.from(good['O.W']!.data as Float32Array);
  data[5] = value;
  expect(message({ ...good, 'O.W': { dtype: 'F32', shape: [3, 4, 8], data } })).toContain(
    `O.W: expected finite numbers, got ${value} at element 5`,
  );
  const weights = { ...initWeights(config, 1) };
  weights['out.weight'] = { ...weights['out.weight']!, data };
  expect(() => toPyTorch(weights, { config })).toThrow(/finite numbers/);
});

it('refuses what no numbers of weights are, and numbers that do not fit', () => {
  expect(message({ ...good, 'O.W': { dtype: 'I64', shape: [3, 4, 8], data: new BigInt64Array(96) } })).toContain(
    'F32, F64, F16 or BF16, got I64',
  );
  const weights = { ...initWeights(config, 1) };
  weights['out.weight'] = { ...weights['out.weight']!, data: new Float32Array(96).fill(1e6) };
  expect(() => toPyTorch(weights, { config, dtype: 'F16' })).toThrow(
    /numbers that F16 holds, up to 65504, got 1000000/,
  );
});

it('refuses options and configurations that are none', () => {
  expect(() => fromPyTorch(good, { config, layout: 'other' as 'authors' })).toThrow(/"authors" or "mosa-js"/);
  expect(() => fromPyTorch(good, { config: { ...config, heads: 0 } })).toThrow(/config.heads/);
  const sum = { kind: 'sum', parts: [config, config] } as const;
  expect(() => toPyTorch(initWeights(sum, 1), { config: sum })).toThrow(/each once, got mosa \+ mosa/);
});

it('holds a tied tensor to the one that it is tied to', () => {
  const parts = {
    attention: {},
    others: { 'embedding.weight': [2, 1] },
    tied: { 'output.weight': 'embedding.weight' },
  } as const;
  const embedding: Tensor = { dtype: 'F32', shape: [2, 1], data: Float32Array.of(1, 2) };
  const both = (output: number) => ({
    'embedding.weight': embedding,
    'output.weight': { ...embedding, data: Float32Array.of(1, output) } as Tensor,
  });
  expect(Object.keys(fromPyTorch(both(2), { config: parts }))).toEqual(['embedding.weight']);
  expect(() => fromPyTorch(both(3), { config: parts })).toThrow(/tied/);
});

it('finds no name near one that is like none', () => {
  expect(nearest('a.b', ['xyz', 'a.c'])).toBe('a.c');
  expect(nearest('abc', ['xyz'])).toBeUndefined();
});
