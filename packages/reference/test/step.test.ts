import {
  type AttentionConfig,
  attentionStep,
  cacheTypes,
  emptyCache,
  type HostTensor,
  hostTensor,
  initWeights,
  layerGraph,
  type Named,
  range,
  type TensorType,
  trace,
  weightShapes,
} from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { numbers } from './support/numbers';

const backend = createReferenceBackend();
const [B, T, h, d] = [2, 29, 6, 4];
const heads = { dModel: h, dHead: d } as const;
const causal = { ...heads, kind: 'mosa', heads: 3, sparsity: 4 } as const;

const configs: Record<string, AttentionConfig> = {
  dense: { ...heads, kind: 'dense', heads: 2 },
  local: { ...heads, kind: 'local', heads: 2, window: 5 },
  'local, of fewer positions than a chunk': { ...heads, kind: 'local', heads: 1, window: 2 },
  fixed: { ...heads, kind: 'fixed', heads: 2, sparsity: 3 },
  'MoSA of a capacity': { ...causal, selection: { rule: 'causal', capacity: 4 } },
  'MoSA of slots, the first included': {
    ...causal,
    includeFirst: true,
    selection: { rule: 'causal', capacity: 3, slots: { count: 2, block: 7 } },
  },
  'a sum': {
    kind: 'sum',
    parts: [
      { ...causal, selection: { rule: 'causal', capacity: 5 } },
      { ...heads, kind: 'dense', heads: 1 },
      { ...causal, heads: 2, selection: { rule: 'causal', capacity: 2 } },
      { ...heads, kind: 'local', heads: 1, window: 4 },
    ],
  },
};

const weightsOf = (config: AttentionConfig): Record<string, HostTensor> =>
  Object.fromEntries(
    Object.entries(initWeights(config, 5)).map(([name, tensor]) => [
      name,
      name.endsWith('threshold') ? hostTensor([0.05, -0.1, 0].slice(0, tensor.shape[0]), tensor.shape) : tensor,
    ]),
  );

/** A program for t tokens of each row. */
async function stepper(config: AttentionConfig, t: number, positions: number) {
  const float = (shape: readonly number[]): TensorType => ({ shape, dtype: 'float32' });
  const types = cacheTypes(config, { batch: B, positions });
  const graph = trace(
    (ops, { x, start, lengths, ...cache }, weights) => {
      const valid = ops.greater(ops.reshape(lengths!, [B, 1]), range(ops, t));
      const step = attentionStep(ops, x!, weights, config, cache, {
        start: start!,
        lengths: lengths!,
        valid,
        positions,
      });
      return { y: step.y, ...step.cache };
    },
    {
      inputs: {
        x: float([B, t, h]),
        start: { shape: [B], dtype: 'int32' },
        lengths: { shape: [B], dtype: 'int32' },
        ...types,
      },
      weights: Object.fromEntries(Object.entries(weightShapes(config)).map(([name, shape]) => [name, float(shape)])),
    },
  );
  return backend.compile(graph, { weights: weightsOf(config) });
}

const x = hostTensor(numbers(B * T * h, 3), [B, T, h]);

async function whole(config: AttentionConfig): Promise<HostTensor['data']> {
  const program = await backend.compile(layerGraph(config, { x }), { weights: weightsOf(config) });
  return (await (await program.run({ x })).y!.read()).data;
}

/** Rows advance by their own counts, cut as `plan` says. */
async function streamed(config: AttentionConfig, plan: readonly (readonly [number, number])[], t: number) {
  const program = await stepper(config, t, T);
  const y = new Float64Array(B * T * h);
  const at = [0, 0];
  let cache: Named<HostTensor> = emptyCache(config, { batch: B, positions: T });
  for (const counts of plan) {
    const data = new Float64Array(B * t * h).fill(Number.NaN); // padding must reach nothing
    counts.forEach((count, b) => {
      data.set(x.data.subarray((b * T + at[b]!) * h, (b * T + at[b]! + count) * h), b * t * h);
    });
    const inputs = {
      x: hostTensor(data, [B, t, h]),
      start: hostTensor(at, [B], 'int32'),
      lengths: hostTensor([...counts], [B], 'int32'),
    };
    const { y: out, ...next } = await program.run({ ...inputs, ...cache });
    const rows = (await out!.read()).data;
    counts.forEach((count, b) => {
      y.set(rows.subarray(b * t * h, (b * t + count) * h) as Float64Array, (b * T + at[b]!) * h);
      expect(Array.from(rows.subarray((b * t + count) * h, (b + 1) * t * h))).toEqual(
        new Array((t - count) * h).fill(0),
      );
      at[b]! += count;
    });
    cache = Object.fromEntries(
      await Promise.all(Object.entries(next).map(async ([name, tensor]) => [name, await tensor.read()] as const)),
    );
  }
  expect(at).toEqual([T, T]);
  return y;
}

/** In float64, which rounds at 1e-16: entries of a cache stand in another order than their positions, and sums with them. */
function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  const differences = Array.from(expected, (value, i) => Math.abs(actual[i]! - value));
  expect(Math.max(...differences)).toBeLessThan(1e-14);
}

for (const [name, config] of Object.entries(configs)) {
  it(`${name}: token by token it is what the whole sequence is`, async () => {
    const plan = Array.from({ length: T }, () => [1, 1] as const);
    expectClose(await streamed(config, plan, 1), await whole(config));
  });

  it(`${name}: so it is in chunks, when rows are of different lengths`, async () => {
    const plan = [
      [8, 3],
      [8, 8],
      [0, 8],
      [8, 1],
      [1, 8],
      [4, 1],
    ] as const;
    expectClose(await streamed(config, plan, 8), await whole(config));
  });
}
