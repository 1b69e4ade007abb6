import {
  attendDropping,
  attentionLayer,
  type HostTensor,
  headGroups,
  probabilityShape,
  type TensorOps,
  trace,
} from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import {
  attentionOf,
  crossEntropy,
  dropoutKeys,
  forward,
  initModel,
  type LanguageModelConfig,
  languageModel,
  stepInputs,
  weightTypes,
} from '../src/index';
import { keptShare, prime } from '../src/model/dropout';
import { under } from '../src/parameters';
import { readAll } from './support/backends';
import { models, pattern } from './support/models';

const size = { batch: 3, length: 16 };
const { batch: B, length: T } = size;
const rate = 0.3;
const { threshold, share } = keptShare(rate);
const withDropout = (name: string): LanguageModelConfig => ({ ...models[name]!, attentionDropout: rate });

/** What is left of each probability of a group of heads, in whole numbers. */
function keptOf(rows: HostTensor, columns: HostTensor, site: number, [H, M, N]: readonly number[]): number[] {
  const [, , , queries] = rows.shape as number[];
  const [, , keys] = columns.shape as number[];
  const row = (second: number, b: number, i: number) => Number(rows.data[((site * 2 + second) * B + b) * queries! + i]);
  const column = (second: number, e: number, j: number) =>
    Number(columns.data[(site * 2 + second) * keys! + e * N! + j]);
  const kept: number[] = [];
  for (let e = 0; e < H!; e++)
    for (let b = 0; b < B; b++)
      for (let i = 0; i < M!; i++)
        for (let j = 0; j < N!; j++) {
          const first = (row(0, b, i) * column(0, e, j)) % prime;
          const second = ((first + row(1, b, i)) * (first + column(1, e, j))) % prime;
          kept.push(second < threshold ? 1 / share : 0);
        }
  return kept;
}

/** The loss of a training step, and that of the same model whose heads are given what is kept as numbers. */
async function lossesOf(config: LanguageModelConfig): Promise<{ actual: number; wanted: number; plain: number }> {
  const inputs = stepInputs(config, pattern(400), { ...size, seed: 4, step: 7 });
  const [rows, columns] = [inputs['dropout.attention.rows']!, inputs['dropout.attention.columns']!];
  const model = languageModel(config, size);
  let site = 0;
  const attendWith =
    <X>(ops: TensorOps<X>, weights: Readonly<Record<string, X>>) =>
    (x: X, attention: Parameters<typeof headGroups>[0], path: string) =>
      headGroups(attention)
        .map(({ prefix, config: group }) => {
          const [H, M, N] = probabilityShape(group, T) as [number, number, number];
          const kept = ops.constant(
            Float32Array.from(keptOf(rows, columns, site++, [H, M, N])),
            [H, B, M, N],
            'float32',
          );
          const dropProbabilities = (p: X) => ops.mul(p, kept);
          return attentionLayer(ops, x, under(weights, `${path}${prefix}`), group, {
            attend: attendDropping(dropProbabilities),
          }).y;
        })
        .reduce((a, b) => ops.add(a, b));
  const graph = trace(
    (ops, given, weights) => {
      const { tokens, targets } = given;
      const of = (options: object) => {
        const { logits } = forward(ops, tokens!, weights, config, options);
        return crossEntropy(ops, logits, targets!).loss;
      };
      return {
        actual: model.loss(ops, given, weights, true).loss,
        wanted: of({ attend: attendWith(ops, weights) }),
        plain: of({}),
      };
    },
    { inputs: model.inputs, weights: weightTypes(config) },
  );
  expect(site).toBe(attentionOf(config).flatMap((attention) => headGroups(attention)).length);
  const { parameters, buffers } = initModel(config, 2);
  const program = await createReferenceBackend().compile(graph, { weights: { ...parameters, ...buffers } });
  const read = await readAll(await program.run(inputs));
  return { actual: read.actual!.data[0]!, wanted: read.wanted!.data[0]!, plain: read.plain!.data[0]! };
}

describe('dropout of attention', () => {
  it.each(Object.keys(models))('%s: drops what the keys of each group of heads say', async (name) => {
    const { actual, wanted, plain } = await lossesOf(withDropout(name));
    expect(Math.abs(actual - wanted)).toBeLessThan(1e-6);
    expect(Math.abs(actual - plain)).toBeGreaterThan(1e-5);
  });

  it('drops the share that it scales the others for, everywhere in heads, sequences, queries and keys', () => {
    const config = withDropout('dense');
    const [H, M, N] = [2, T, T];
    const steps = 60;
    const byPlace: Record<string, [dropped: number, of: number]> = {};
    const pairs = { head: 0, sequence: 0, query: 0, key: 0 };
    const strides = { head: B * M * N, sequence: M * N, query: N, key: 1 };
    for (let step = 1; step <= steps; step++) {
      const keys = dropoutKeys(config, size, 1, step);
      const kept = keptOf(keys['dropout.attention.rows']!, keys['dropout.attention.columns']!, step % 2, [H, M, N]);
      for (const [i, value] of kept.entries()) {
        const at = {
          head: Math.floor(i / strides.head),
          sequence: Math.floor(i / strides.sequence) % B,
          query: Math.floor(i / N) % M,
          key: i % N,
        };
        for (const [axis, place] of Object.entries(at)) {
          byPlace[`${axis} ${place}`] ??= [0, 0];
          const count = byPlace[`${axis} ${place}`]!;
          count[0] += value === 0 ? 1 : 0;
          count[1]++;
        }
        const isFirst = { head: at.head === 0, sequence: at.sequence === 0, query: at.query === 0, key: at.key === 0 };
        for (const axis of Object.keys(pairs) as (keyof typeof pairs)[])
          if (isFirst[axis] && value === 0 && kept[i + strides[axis]] === 0) pairs[axis]++;
      }
    }
    const dropped = 1 - share;
    for (const [place, [count, of]] of Object.entries(byPlace))
      expect(Math.abs(count / of - dropped), place).toBeLessThan(0.03);
    const all = steps * H * B * M * N;
    const sizes = { head: H, sequence: B, query: M, key: N };
    for (const [axis, count] of Object.entries(pairs))
      expect(Math.abs(count / (all / sizes[axis as keyof typeof sizes]) - dropped ** 2), axis).toBeLessThan(0.03);
  });

  it('leaves the keys of other dropout as they are, and has none where there is none', () => {
    const both = dropoutKeys({ ...withDropout('dense'), dropout: 0.1 }, size, 1, 2);
    const one = dropoutKeys({ ...models.dense!, dropout: 0.1 }, size, 1, 2);
    expect(both).toMatchObject(one);
    expect(Object.keys(one)).toEqual(['dropout.rows', 'dropout.columns']);
    const { 'dropout.attention.rows': rows } = dropoutKeys(withDropout('dense'), size, 1, 2);
    expect(rows).toEqual(both['dropout.attention.rows']);
    expect(dropoutKeys(models.dense!, size, 1, 2)).toEqual({});
  });
});
