import {
  attendDropping,
  attentionLayer,
  hostTensor,
  initWeights,
  type Named,
  probabilityShape,
  type SingleConfig,
  selectedCount,
  sizeOf,
  trace,
  weightShapes,
} from '@mosa-js/core';
import { gradient, randomUniform } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { addHead, best, dot, type Matrix, sigmoid } from './naive';

const [B, T, h, d] = [2, 10, 6, 4];
const width = { dModel: h, dHead: d, heads: 2 };
const slots = { count: 3, block: 4 };
const kinds: Record<string, SingleConfig> = {
  dense: { kind: 'dense', ...width },
  local: { kind: 'local', ...width, window: 4 },
  fixed: { kind: 'fixed', ...width, sparsity: 3 },
  routing: { kind: 'routing', ...width, sparsity: 2 },
  mosa: { kind: 'mosa', ...width, sparsity: 2 },
  causal: { kind: 'mosa', ...width, sparsity: 2, selection: { rule: 'causal', slots, capacity: 4 } },
};
const names = Object.keys(kinds);
const backend = createReferenceBackend();
const x = randomUniform([B, T, h], 1, 3);
const real = Uint8Array.from({ length: B * T }, (_, i) => (i < T || i % T < 7 ? 1 : 0));
const float = (shape: readonly number[]) => ({ shape, dtype: 'float32' as const });

interface Given {
  readonly weights?: ReturnType<typeof initWeights>;
  /** What is left of each probability, [H, B, M, N]. Default: nothing is dropped, by the fused op. */
  readonly kept?: Float64Array;
  readonly padded?: boolean;
  readonly lookAhead?: boolean;
}

const weightsOf = (config: SingleConfig) => initWeights(config, 5);
const shapeOf = (config: SingleConfig) => {
  const [heads, queries, keys] = probabilityShape(config, T) as [number, number, number];
  return [heads, B, queries, keys] as const;
};
/** One number for each probability, by its place. */
function factors(config: SingleConfig, of: (place: readonly [number, number, number, number]) => number): Float64Array {
  const [H, , M, N] = shapeOf(config);
  return Float64Array.from({ length: H * B * M * N }, (_, i) => {
    return of([Math.floor(i / (B * M * N)), Math.floor(i / (M * N)) % B, Math.floor(i / N) % M, i % N]);
  });
}
const some = (config: SingleConfig) => randomUniform([sizeOf(shapeOf(config))], 1, 9).data as unknown as Float64Array;

function graphOf(config: SingleConfig, { kept, padded, lookAhead }: Given) {
  const shape = shapeOf(config);
  return trace(
    (ops, { x, mask, kept: factor }, weights) => {
      const dropProbabilities = <X>(p: X) => {
        expect(ops.typeOf(p as never).shape).toEqual(shape);
        return ops.mul(p as never, factor!) as X;
      };
      const options = { mask, lookAhead, ...(kept ? { attend: attendDropping(dropProbabilities) } : {}) };
      const { y } = attentionLayer(ops, x!, weights, config, options as never);
      const aim = ops.constant(randomUniform([B, T, h], 1, 11).data, [B, T, h], 'float32');
      return { y, loss: ops.sum(ops.mul(y, aim), [0, 1, 2]) };
    },
    {
      inputs: {
        x: float([B, T, h]),
        ...(padded ? { mask: { shape: [B, T], dtype: 'bool' as const } } : {}),
        ...(kept ? { kept: float(shape) } : {}),
      },
      weights: Object.fromEntries(Object.entries(weightShapes(config)).map(([name, shape]) => [name, float(shape)])),
    },
  );
}

async function run(graph: ReturnType<typeof graphOf>, config: SingleConfig, given: Given): Promise<Named<number[]>> {
  const { weights = weightsOf(config), kept, padded } = given;
  const program = await backend.compile(graph, { weights });
  const outputs = await program.run({
    x,
    ...(padded ? { mask: hostTensor(real, [B, T], 'bool') } : {}),
    ...(kept ? { kept: hostTensor(Float32Array.from(kept), shapeOf(config)) } : {}),
  });
  const read: Record<string, number[]> = {};
  for (const [name, tensor] of Object.entries(outputs)) read[name] = [...(await tensor.read()).data];
  await program.dispose();
  return read;
}
const layer = async (config: SingleConfig, given: Given = {}) => (await run(graphOf(config, given), config, given)).y!;

function expectNear(actual: readonly number[], wanted: readonly number[], most = 1e-12): void {
  expect(actual).toHaveLength(wanted.length);
  expect(Math.max(...actual.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(most);
}

describe.each(names)('probabilities of %s heads', (name) => {
  const config = kinds[name]!;
  const all = factors(config, () => 1);

  it.each([false, true])('are those of the fused op where all are kept (padding: %s)', async (padded) => {
    expectNear(await layer(config, { kept: all, padded }), await layer(config, { padded }));
  });

  it('come by heads first: without those of one, its share of W_O is not there', async () => {
    const perHead = shapeOf(config)[0] / width.heads;
    const kept = factors(config, ([head]) => (head >= perHead ? 0 : 1));
    const weights = weightsOf(config);
    const out = weights['out.weight']!.data;
    const isSecond = (i: number) => (config.kind === 'mosa' ? i >= d * h : i % (2 * d) >= d);
    for (let i = 0; i < out.length; i++) if (isSecond(i)) out[i] = 0;
    const [wanted, whole] = [await layer(config, { weights }), await layer(config)];
    expectNear(await layer(config, { kept }), wanted);
    expect(wanted).not.toEqual(whole);
  });

  it('come by sequences then: without those of one, the others are as they were', async () => {
    const y = await layer(config, { kept: factors(config, ([, sequence]) => sequence) });
    expect(y.slice(0, T * h).every((value) => value === 0)).toBe(true);
    expectNear(y.slice(T * h), (await layer(config)).slice(T * h));
  });

  it('have the gradient that differences tell', async () => {
    const given = { kept: some(config), padded: true };
    const graph = graphOf(config, given);
    const by = Object.keys(weightShapes(config)).filter((weight) => /(qkv|qk|value|out)\.weight/.test(weight));
    const found = await run(gradient(graph, { of: 'loss', by }), config, given);
    expect(by.length).toBeGreaterThanOrEqual(2);
    for (const weight of by) {
      for (const at of [0, 7, 17]) {
        const [above, below] = await Promise.all(
          [1, -1].map(async (sign) => {
            const weights = weightsOf(config);
            const { shape, data } = weights[weight]!;
            const moved = Float64Array.from(data as Float32Array);
            moved[at]! += sign * step;
            const float64 = { shape, dtype: 'float32' as const, data: moved as never };
            return (await run(graph, config, { ...given, weights: { ...weights, [weight]: float64 } })).loss![0]!;
          }),
        );
        const slope = (above! - below!) / (2 * step);
        expect(Math.abs(found[`gradient/${weight}`]![at]! - slope), `${weight} ${at}`).toBeLessThan(1e-6);
      }
    }
  });
});
/** Weights are float32: a power of two, so that what is added is what was meant, up to 2^-24 of the weight. */
const step = 2 ** -10;

/** Queries, in their order of time, and the keys they see, straight from the paper. */
function naive(config: SingleConfig, kept: Float64Array): number[] {
  const weights = weightsOf(config);
  const [, , M, N] = shapeOf(config);
  const isMosa = config.kind === 'mosa';
  const rows = Array.from({ length: B * T }, (_, i) => [...x.data.slice(i * h, (i + 1) * h)]);
  const y: Matrix = rows.map(() => new Array<number>(h).fill(0));
  const matrix = (size: [number, number], of: (r: number, c: number) => number): Matrix =>
    Array.from({ length: size[0] }, (_, r) => Array.from({ length: size[1] }, (_, c) => of(r, c)));
  const [qkv, out] = [weights['qkv.weight']!.data, weights['out.weight']!.data];
  for (let e = 0; e < width.heads; e++) {
    const part = (i: number) =>
      matrix([h, d], (r, c) =>
        isMosa ? Number(qkv[(e * h + r) * 3 * d + i * d + c]) : Number(qkv[(e * 3 * d + i * d + c) * h + r]),
      );
    const o = matrix([d, h], (r, c) =>
      Number(isMosa ? out[(e * d + r) * h + c] : out[c * width.heads * d + e * d + r]),
    );
    for (let b = 0; b < B; b++) {
      const own = rows.slice(b * T, (b + 1) * T);
      const everyone = own.map((_, i) => i);
      const router = isMosa ? [...weights['router.weight']!.data.slice(e * h, (e + 1) * h)] : [];
      const scores = own.map((row) => (isMosa ? dot(row, router) : 0));
      const chosen = isMosa ? best(scores, selectedCount(config, T), everyone).sort((i, j) => i - j) : everyone;
      const left = (query: number, key: number) => kept[((e * B + b) * M + query) * N + key]!;
      const score = (at: number) => (isMosa ? sigmoid(scores[at]!) : 1);
      const head = { q: part(0), k: part(1), v: part(2), o };
      addHead(y.slice(b * T, (b + 1) * T), own, head, chosen, score, (i, j) => i >= j, { width: 2, base: 10000 }, left);
    }
  }
  return y.flat();
}

it.each(['dense', 'mosa'])('%s: what is dropped is a query and a key of a head and a sequence', async (name) => {
  const config = kinds[name]!;
  const kept = Float64Array.from(some(config), (value) => (value > -0.3 ? 1 / 0.65 : 0));
  expectNear(
    await layer(config, { kept: Float64Array.from(kept, Math.fround) }),
    naive(config, kept.map(Math.fround)),
    1e-6,
  );
});

it.each(['dense', 'local'])('%s: queries come in order of time', async (name) => {
  const config = kinds[name]!;
  const y = await layer(config, { kept: factors(config, ([, , query]) => (query === 6 ? 0 : 1)) });
  const plain = await layer(config);
  for (let row = 0; row < B * T; row++) {
    const [own, wanted] = [y.slice(row * h, (row + 1) * h), plain.slice(row * h, (row + 1) * h)];
    if (row % T === 6) expect(own.every((value) => value === 0)).toBe(true);
    else expectNear(own, wanted);
  }
});

it('causal heads that look ahead have as many as those that do not look ahead would', async () => {
  const { selection, ...config } = kinds.causal as never as { selection: object };
  const one = { ...config, selection: { ...selection, slots: { count: 1, block: 5 } } } as unknown as SingleConfig;
  expect(probabilityShape(one, T)).toEqual([2, 5, 5]);
  const kept = factors(one, () => 1);
  expectNear(await layer(one, { kept, lookAhead: true }), await layer(one, { lookAhead: true }));
});
