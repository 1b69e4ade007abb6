import {
  type AttentionConfig,
  createLayer,
  type HostTensor,
  hostTensor,
  initWeights,
  selectedCount,
  windowOf,
} from '@mosa-js/core';
import { randomUniform } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addHead, best, dot, type Matrix, type NaiveHead, sigmoid, times } from './naive';

const backend = createReferenceBackend();
type Single = Exclude<AttentionConfig, { kind: 'sum' }>;

async function run(
  config: AttentionConfig,
  weights: Record<string, HostTensor>,
  x: HostTensor,
  mask?: HostTensor,
): Promise<number[]> {
  const layer = await createLayer(backend, config, weights);
  const { y } = await layer.run(mask ? { x, mask } : { x });
  const { data } = await y.read();
  await layer.dispose();
  return [...data];
}

/** Rows [start, start + rows) of a row-major matrix with `columns` columns, the columns [from, to) of it. */
const cut = ({ data }: HostTensor, start: number, rows: number, columns: number, from = 0, to = columns): Matrix =>
  Array.from({ length: rows }, (_, r) => [...data.slice((start + r) * columns + from, (start + r) * columns + to)]);

const transpose = (m: Matrix): Matrix => m[0]!.map((_, j) => m.map((row) => row[j]!));

function headsOf(config: Single, weights: Record<string, HostTensor>): NaiveHead[] {
  const { dModel: h, dHead: d, heads } = config;
  return Array.from({ length: heads }, (_, e) => {
    if (config.kind === 'mosa') {
      const part = (i: number) => cut(weights['qkv.weight']!, e * h, h, 3 * d, i * d, (i + 1) * d);
      const router = cut(weights['router.weight']!, e, 1, h)[0]!;
      return { router, q: part(0), k: part(1), v: part(2), o: cut(weights['out.weight']!, e * d, d, h) };
    }
    const o = transpose(cut(weights['out.weight']!, 0, h, d * heads, e * d, (e + 1) * d));
    const part = (i: number) => transpose(cut(weights['qkv.weight']!, e * 3 * d + i * d, d, h));
    return { q: part(0), k: part(1), v: part(2), o };
  });
}

/** The layer on one sequence, from the paper's words. `real` are the positions that are no padding. */
function naive(config: Single, weights: Record<string, HostTensor>, x: Matrix, real: number[]): Matrix {
  const { dModel: h, dHead: d, rotaryBase: base = 10000 } = config;
  const T = x.length;
  const y = x.map(() => new Array<number>(h).fill(0));
  const fraction = 'rotaryFraction' in config ? (config.rotaryFraction ?? 0.5) : 0.5;
  const width = config.kind === 'local' ? d : Math.floor(Math.floor(fraction * d) / 2) * 2;
  const causal = (query: number, key: number) => query >= key;
  for (const head of headsOf(config, weights)) {
    if (config.kind === 'mosa') {
      const scores = x.map((row) => dot(row, head.router!));
      const k = selectedCount(config, T);
      const first = config.includeFirst && real.includes(0) ? [0] : [];
      const others = best(
        scores,
        k - first.length,
        real.filter((p) => !first.includes(p)),
      );
      addHead(y, x, head, [...first, ...others], (p) => sigmoid(scores[p]!), causal, { width, base });
    } else if (config.kind === 'fixed') {
      addHead(
        y,
        x,
        head,
        real.filter((p) => p % config.sparsity === 0),
        () => 1,
        causal,
        { width, base },
      );
    } else if (config.kind === 'local') {
      const w = Math.min(windowOf(config, T), T);
      const near = (q: number, key: number) => q >= key && Math.floor(q / w) - Math.floor(key / w) <= 1;
      addHead(y, x, head, real, () => 1, near, { width, base });
    } else {
      addHead(y, x, head, real, () => 1, causal, { width, base });
    }
  }
  return y;
}

const kinds = fc.constantFrom('mosa', 'dense', 'local', 'fixed' as const);

describe('every head equals the paper, told token by token', () => {
  it('for any sizes and options, with and without padding', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          kind: kinds,
          B: fc.integer({ min: 1, max: 3 }),
          T: fc.integer({ min: 1, max: 24 }),
          h: fc.integer({ min: 1, max: 9 }),
          d: fc.integer({ min: 1, max: 8 }),
          heads: fc.integer({ min: 1, max: 4 }),
          sparsity: fc.integer({ min: 1, max: 9 }),
          includeFirst: fc.boolean(),
          rotaryFraction: fc.constantFrom(0, 0.25, 0.5, 0.7, 1),
          rotaryBase: fc.constantFrom(10000, 500),
          padded: fc.constantFrom('no', 'right', 'left'),
          seed: fc.integer({ min: 0, max: 1e6 }),
        }),
        async ({ kind, B, T, h, d, heads, sparsity, includeFirst, rotaryFraction, rotaryBase, padded, seed }) => {
          const common = { dModel: h, dHead: kind === 'local' ? d + (d % 2) : d, heads, rotaryBase, sparsity };
          const rotary = kind === 'local' ? {} : { rotaryFraction };
          const { sparsity: _, ...unsparse } = common;
          const own = kind === 'dense' ? unsparse : kind === 'mosa' ? { ...common, includeFirst } : common;
          const config = { kind, ...own, ...rotary } as Single;
          const weights = initWeights(config, seed);
          const x = randomUniform([B, T, h], 2, seed + 1);
          const length = (b: number) => (padded === 'no' ? T : Math.max(T - 3 * b - 1, 0));
          const isReal = (b: number, t: number) => (padded === 'left' ? T - 1 - t : t) < length(b);
          const mask = hostTensor(
            Array.from({ length: B * T }, (_, i) => Number(isReal(Math.floor(i / T), i % T))),
            [B, T],
            'bool',
          );
          const actual = await run(config, weights, x, padded === 'no' ? undefined : mask);
          const expected = Array.from({ length: B }, (_, b) => {
            const real = Array.from({ length: T }, (_, t) => t).filter((t) => isReal(b, t));
            return naive(config, weights, cut(x, b * T, T, h), real);
          }).flat(2);
          expected.forEach((value, i) => {
            expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-11);
          });
        },
      ),
      { numRuns: 300, seed: 1 },
    );
  });

  it('routing: clusters by centre, causal inside, mean of what several clusters say', async () => {
    const config = { kind: 'routing', dModel: 6, dHead: 4, heads: 2, sparsity: 3 } as const;
    const weights = initWeights(config, 5);
    const [T, h, d] = [11, 6, 4];
    const x = cut(randomUniform([1, T, h], 2, 6), 0, T, h);
    const y = x.map(() => new Array<number>(h).fill(0));
    const k = selectedCount(config, T);
    for (let e = 0; e < 2; e++) {
      const qk = transpose(cut(weights['qk.weight']!, e * d, d, h));
      const v = transpose(cut(weights['value.weight']!, e * d, d, h));
      const o = transpose(cut(weights['out.weight']!, 0, h, 2 * d, e * d, (e + 1) * d));
      const normal = (row: number[]) => {
        const mean = row.reduce((a, b) => a + b, 0) / d;
        const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / d;
        return row.map((value) => (value - mean) / Math.sqrt(variance + 1e-5));
      };
      const queries = x.map((row) => normal(times(row, qk)));
      const said = x.map(() => [] as Matrix);
      for (const centre of cut(weights.centres!, e * 3, 3, d)) {
        const members = best(
          queries.map((q) => dot(q, centre)),
          k,
          x.map((_, t) => t),
        );
        const results = x.map(() => new Array<number>(d).fill(0));
        const identity = Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j)));
        // Values ride along behind the queries, so that one row holds both.
        const rows = x.map((row, t) => [...queries[t]!, ...times(row, v)]);
        const left = [...identity, ...identity.map((row) => row.map(() => 0))];
        const right = [...identity.map((row) => row.map(() => 0)), ...identity];
        addHead(
          results,
          rows,
          { q: left, k: left, v: right, o: identity },
          members,
          () => 1,
          (q, key) => q >= key,
          { width: 2, base: 10000 },
        );
        for (const member of members) said[member]!.push(results[member]!);
      }
      said.forEach((vectors, t) => {
        if (vectors.length === 0) return;
        const mean = vectors[0]!.map((_, c) => vectors.reduce((sum, vector) => sum + vector[c]!, 0) / vectors.length);
        times(mean, o).forEach((value, c) => {
          y[t]![c]! += value;
        });
      });
    }
    const actual = await run(config, weights, hostTensor(x.flat(), [1, T, h]));
    y.flat().forEach((value, i) => {
      expect(Math.abs(actual[i]! - value)).toBeLessThan(1e-6); // x went through float32 on its way
    });
  });
});
