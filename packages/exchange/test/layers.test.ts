import { readFileSync } from 'node:fs';
import { type AttentionConfig, createLayer, type HostTensor, hostTensor, initWeights } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { parseSafetensors, type Tensor } from '@mosa-js/safetensors';
import { describe, expect, it } from 'vitest';
import { fromPyTorch, toPyTorch } from '../src';

const [dModel, dHead, T] = [8, 4, 16];
const mosa = { kind: 'mosa', dModel, dHead, heads: 3, sparsity: 4 } as const;
const dense = { kind: 'dense', dModel, dHead, heads: 2 } as const;
const local = { kind: 'local', dModel, dHead, heads: 2, window: T / 4 } as const;

/** What the modules of fixtures/make.py are here. */
const modules: Record<string, AttentionConfig> = {
  pure: mosa,
  dense,
  'hybrid-dense': { kind: 'sum', parts: { other: dense, mosa: { ...mosa, includeFirst: true } } },
  'hybrid-alone': mosa,
  'hybrid-local': { kind: 'sum', parts: [mosa, local] },
};

const read = (name: string) => {
  const bytes = readFileSync(new URL(`fixtures/authors-${name}.safetensors`, import.meta.url));
  return new Map<string, Tensor>(parseSafetensors(bytes).tensors);
};

describe.each(Object.entries(modules))("the authors' module %s", (name, config) => {
  const tensors = read(name);
  const [x, y] = [tensors.get('x')!, tensors.get('y')!];
  tensors.delete('x');
  tensors.delete('y');
  const weights = fromPyTorch(tensors, { config });

  it('gives what it gives in PyTorch', async () => {
    const backend = createReferenceBackend();
    const layer = await createLayer(backend, config, weights);
    const outputs = await layer.run({ x: hostTensor(x.data as Float32Array, [2, T, dModel]) });
    const { data } = await outputs.y.read();
    const largest = Math.max(...(y.data as Float64Array).map(Math.abs));
    // Rotary frequencies of the authors are float32.
    for (const [i, value] of data.entries()) expect(Math.abs(value - Number(y.data[i]))).toBeLessThan(2e-6 * largest);
    await layer.dispose();
    await backend.dispose();
  });

  it('goes back with the same names and bits', () => {
    const back = toPyTorch(weights, { config });
    const bare = [...tensors].map(([key, tensor]) => [key.replace('module.', ''), tensor] as const);
    const kept = bare.filter(([key]) => !key.includes('inv_freq'));
    if (name === 'hybrid-alone')
      return expect(Object.keys(back)).toEqual(kept.map(([key]) => key.replace('mosa_heads.', '')));
    expect(back).toEqual(
      Object.fromEntries(kept.map(([key, { dtype, shape, data }]) => [key, { dtype, shape: [...shape], data }])),
    );
  });
});

const layouts = ['authors', 'mosa-js'] as const;
const causal = { ...mosa, selection: { rule: 'causal', capacity: 4 } } as const;

it.each(
  layouts.flatMap((layout) =>
    [causal, dense, { kind: 'sum', parts: [local, causal] } as const].map((config) => ({ layout, config })),
  ),
)('comes back bit by bit: $layout $config.kind', ({ layout, config }) => {
  const weights = initWeights(config, 3);
  const back = fromPyTorch(toPyTorch(weights, { config, layout }), { config, layout });
  expect(back).toEqual(weights);
});

it('takes any heads by the names of mosa-js', () => {
  const config = {
    kind: 'sum',
    parts: [
      { ...dense, kind: 'routing', sparsity: 2 },
      { ...dense, kind: 'fixed', sparsity: 2 },
    ],
  } as const;
  const weights = initWeights(config, 1);
  expect(fromPyTorch(toPyTorch(weights, { config, layout: 'mosa-js' }), { config, layout: 'mosa-js' })).toEqual(
    weights,
  );
  expect(() => toPyTorch(weights, { config })).toThrow(/mosa, dense or local heads, .* got routing heads/);
});

it('keeps float64, and rounds to what is asked for', () => {
  const weights = initWeights(dense, 1);
  const wide: Record<string, HostTensor> = Object.fromEntries(
    Object.entries(weights).map(([key, tensor]) => [
      key,
      { ...tensor, data: Float64Array.from(tensor.data, (v) => v + 1e-12) },
    ]),
  );
  expect(fromPyTorch(toPyTorch(wide, { config: dense }), { config: dense })).toEqual(wide);
  for (const dtype of ['F16', 'BF16'] as const) {
    const half = toPyTorch(weights, { config: dense, dtype });
    expect(half['W_O.weight']!.dtype).toBe(dtype);
    const back = fromPyTorch(half, { config: dense });
    const most = dtype === 'F16' ? 2 ** -11 : 2 ** -8;
    for (const [i, value] of back['out.weight']!.data.entries())
      expect(Math.abs(value - weights['out.weight']!.data[i]!)).toBeLessThanOrEqual(most * Math.abs(value));
  }
});

it.each(['fp16', 'bf16'] as const)('reads %s as PyTorch rounds it', (name) => {
  const exact = fromPyTorch(new Map([...read('dense')].filter(([key]) => key !== 'x' && key !== 'y')), {
    config: dense,
  });
  const half = read(`dense-${name}`);
  expect(fromPyTorch(half, { config: dense })['out.weight']!.data.length).toBe(64);
  const again = toPyTorch(exact, { config: dense, dtype: name === 'fp16' ? 'F16' : 'BF16' });
  for (const [key, tensor] of half) expect(again[key]!.data).toEqual(tensor.data);
});
