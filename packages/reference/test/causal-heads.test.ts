import {
  attentionConfig,
  attentionLayer,
  type CausalSelection,
  type HostTensor,
  hostTensor,
  initWeights,
  layerGraph,
  type MosaConfig,
  trace,
} from '@mosa-js/core';
import { unfused } from '@mosa-js/core/adapter';
import { gradient } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { expect, it } from 'vitest';
import { numbers } from './support/numbers';

const backend = createReferenceBackend();
const [B, T, h, d, E] = [2, 23, 6, 4, 3];

const base = { kind: 'mosa', dModel: h, dHead: d, heads: E, sparsity: 4, rotaryFraction: 0.5 } as const;
const configs: Record<string, MosaConfig> = {
  threshold: { ...base, selection: { rule: 'causal' } },
  capacity: { ...base, selection: { rule: 'causal', capacity: 4 } },
  slots: { ...base, selection: { rule: 'causal', slots: { count: 2, block: 5 } } },
  'capacity and slots, the first included': {
    ...base,
    includeFirst: true,
    selection: { rule: 'causal', capacity: 3, slots: { count: 2, block: 5 } },
  },
  'the later of equals': { ...base, selection: { rule: 'causal', capacity: 4, ties: 'later' } },
  'ties that are spread, and a gate of excess': {
    ...base,
    selection: { rule: 'causal', capacity: 4, ties: 'spread', gate: 'excess' },
  },
};

async function run(config: MosaConfig, inputs: Record<string, HostTensor>, whole = true) {
  const graph = layerGraph(config, inputs);
  const weights = weightsOf(config);
  const program = await backend.compile(whole ? graph : unfused(graph), { weights });
  const results = await program.run(inputs);
  const read = await Promise.all(
    Object.entries(results).map(async ([name, x]) => [name, (await x.read()).data] as const),
  );
  for (const x of Object.values(results)) x.dispose();
  await program.dispose();
  return Object.fromEntries(read) as Record<string, HostTensor['data']>;
}

function weightsOf(config: MosaConfig): Record<string, HostTensor> {
  return { ...initWeights(config, 5), 'router.threshold': hostTensor([0.05, -0.1, 0], [E]) };
}

/** One token after the other, each attending to the set as it is when it comes (paper, section 3.2, with that set for the k). */
function oneByOne(config: MosaConfig, x: HostTensor, mask?: HostTensor): Float64Array {
  const weights = Object.fromEntries(
    Object.entries(weightsOf(config)).map(([name, { data }]) => [name, Array.from(data)]),
  );
  const { capacity = Number.POSITIVE_INFINITY, slots, ties, gate } = config.selection as CausalSelection;
  const y = new Float64Array(B * T * h);
  for (let e = 0; e < E; e++) {
    for (let b = 0; b < B; b++) {
      const row = (t: number) => Array.from(x.data.slice((b * T + t) * h, (b * T + t + 1) * h));
      const dot = (a: readonly number[], c: readonly number[]) => a.reduce((sum, value, i) => sum + value * c[i]!, 0);
      const logit = (t: number) => dot(row(t), weights['router.weight']!.slice(e * h, (e + 1) * h));
      const place = { earlier: 0, spread: 631, later: 1 }[ties ?? 'earlier'];
      const key = (t: number) => logit(t) + ((t * place) % 1021) * 2 ** -18;
      const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
      const project = (t: number, part: number) =>
        Array.from({ length: d }, (_, i) =>
          row(t).reduce(
            (sum, value, r) => sum + value * weights['qkv.weight']![(e * h + r) * 3 * d + part * d + i]!,
            0,
          ),
        );
      const rotated = (t: number, v: readonly number[]) => {
        const [cos, sin] = [Math.cos(t), Math.sin(t)]; // a width of 2 has one frequency, 1
        return [v[0]! * cos - v[1]! * sin, v[1]! * cos + v[0]! * sin, ...v.slice(2)];
      };
      let set: number[] = [];
      let taken = 0;
      for (let t = 0; t < T; t++) {
        if (slots && t % slots.block === 0) taken = 0;
        if (mask && mask.data[b * T + t] === 0) continue;
        const first = config.includeFirst === true && t === 0;
        if (!(first || key(t) > weights['router.threshold']![e]!) || (slots && taken >= slots.count)) continue;
        const rank = (a: number, c: number) =>
          config.includeFirst && (a === 0) !== (c === 0) ? (a === 0 ? -1 : 1) : key(c) - key(a) || a - c;
        const next = [...set, t].sort(rank).slice(0, capacity);
        if (!next.includes(t)) continue;
        set = next;
        taken += 1;
        const q = rotated(t, project(t, 0));
        const weight = set.map((s) => Math.exp(dot(q, rotated(s, project(s, 1))) / Math.sqrt(d)));
        const total = weight.reduce((a, c) => a + c, 0);
        const score = sigmoid(logit(t)) - (gate === 'excess' ? sigmoid(weights['router.threshold']![e]!) : 0);
        for (let i = 0; i < d; i++) {
          const attended = set.reduce((sum, s, n) => sum + (weight[n]! / total) * project(s, 2)[i]!, 0);
          for (let c = 0; c < h; c++)
            y[(b * T + t) * h + c]! += score * attended * weights['out.weight']![(e * d + i) * h + c]!;
        }
      }
    }
  }
  return y;
}

const x = hostTensor(numbers(B * T * h, 3), [B, T, h]);
const mask = hostTensor(
  Array.from({ length: B * T }, (_, i) => Number(i < T ? i > 1 && i !== 7 : i < T + 15)),
  [B, T],
  'bool',
);

it.each([
  ['ties', 'newest', 'earlier or spread or later, got "newest"'],
  ['gate', 1, 'score or excess, got 1'],
  ['order', 'spread', 'order'],
])('refuses a selection whose %s is %j', (name, value, message) => {
  const selection = { rule: 'causal', [name]: value } as unknown as CausalSelection;
  expect(() => attentionConfig({ ...base, selection })).toThrow(message);
});

it('takes tokens of a plateau evenly where ties are spread', async () => {
  const T = 32;
  const equal = hostTensor(
    Float32Array.from({ length: T * h }, (_, i) => 0.1 * (i % h)),
    [1, T, h],
  );
  const taken = async (selection: CausalSelection, threshold: number) => {
    const heads: MosaConfig = { ...base, heads: 1, selection };
    const zeros = { 'router.weight': hostTensor(new Float32Array(h), [1, h]) };
    const weights = { ...initWeights(heads, 5), ...zeros, 'router.threshold': hostTensor([threshold], [1]) };
    const program = await backend.compile(layerGraph(heads, { x: equal }), { weights });
    const { indices, valid } = await program.run({ x: equal });
    const [at, held] = [(await indices!.read()).data, (await valid!.read()).data];
    return Array.from(at).filter((_, i) => held[i] === 1);
  };
  expect(await taken({ rule: 'causal' }, 2 ** -9)).toEqual([]);
  const half = await taken({ rule: 'causal', ties: 'spread' }, 2 ** -9);
  expect(half).toHaveLength(T / 2);
  expect(await taken({ rule: 'causal', ties: 'later' }, 15.5 * 2 ** -18)).toEqual(
    Array.from({ length: 16 }, (_, i) => 16 + i),
  );
  for (const from of [0, 8, 16, 24]) expect(half.filter((t) => t >= from && t < from + 8).length).toBeGreaterThan(2);
});

for (const [name, config] of Object.entries(configs)) {
  it.each([
    ['', undefined],
    [' with padding', mask],
  ] as const)(`${name}%s: as one token after the other would be`, async (_, mask) => {
    attentionConfig(config);
    const inputs: Record<string, HostTensor> = mask ? { x, mask } : { x };
    const expected = oneByOne(config, x, mask);
    expect(expected.some((value) => value !== 0)).toBe(true);
    for (const whole of [true, false]) {
      const { y } = await run(config, inputs, whole);
      const worst = Math.max(...Array.from(y!, (value, i) => Math.abs(value - expected[i]!)));
      expect(worst).toBeLessThan(1e-14);
    }
  });

  it(`${name}: what comes later changes nothing, not a bit`, async () => {
    const all = await run(config, { x });
    for (const from of [1, 6, 14, 22]) {
      const changed = Float64Array.from(x.data);
      for (let b = 0; b < B; b++) changed.set(numbers((T - from) * h, 100 + from), (b * T + from) * h);
      const other = await run(config, { x: { ...x, data: changed } });
      for (let b = 0; b < B; b++) {
        const before = (data: HostTensor['data']) => Array.from(data.slice(b * T * h, (b * T + from) * h));
        expect(before(other.y!)).toEqual(before(all.y!));
      }
      expect(Array.from(other.y!)).not.toEqual(Array.from(all.y!));
    }
  });

  it(`${name}: a shorter sequence is the start of a longer one`, async () => {
    const all = await run(config, { x });
    const length = 13;
    const rows = Array.from({ length: B }, (_, b) => [...x.data.slice(b * T * h, (b * T + length) * h)]).flat();
    const short = await run(config, { x: hostTensor(Float64Array.from(rows), [B, length, h]) });
    for (let b = 0; b < B; b++) {
      const expected = Array.from(all.y!.slice(b * T * h, (b * T + length) * h));
      expect(Array.from(short.y!.slice(b * length * h, (b + 1) * length * h))).toEqual(expected);
    }
  });
}

it('tells who is in the slots and until when', async () => {
  const { indices, valid, evictedAt, dropped, logits } = await run(configs['capacity and slots, the first included']!, {
    x,
  });
  const N = 10; // 2 in each of 5 blocks of 5
  expect(indices).toHaveLength(E * B * N);
  for (let row = 0; row < E * B; row++) {
    const part = (data: HostTensor['data']) => Array.from(data.slice(row * N, (row + 1) * N));
    const count = part(valid!).filter(Boolean).length;
    expect(part(valid!)).toEqual(Array.from({ length: N }, (_, i) => Number(i < count)));
    expect(part(indices!)[0]).toBe(0); // the first is included
    expect(part(evictedAt!)[0]).toBe(2 ** 24); // and never evicted
    expect(part(indices!).slice(count)).toEqual(new Array(N - count).fill(T - 1));
    const ends = part(evictedAt!).slice(0, count);
    for (const [i, end] of ends.entries()) expect(end).toBeGreaterThan(part(indices!)[i]!);
  }
  expect(Array.from(dropped!).some((n) => n > 0)).toBe(true);
  expect(logits).toHaveLength(E * B * T);
});

it('stays whole in a gradient, through which nothing flows, so that a backend may bring a kernel of it', () => {
  const config = configs.capacity!;
  const weights = weightsOf(config);
  const graph = trace(
    (ops, { x }, traced) => ({ loss: ops.sum(attentionLayer(ops, x!, traced, config).y, [0, 1, 2]) }),
    { inputs: { x }, weights },
  );
  const { nodes } = gradient(graph, { of: 'loss', by: Object.keys(weights) });
  expect(nodes.filter(({ op }) => op === 'causalSelect')).toHaveLength(1);
});

it('reads no token for many empty slots, whose sums would take longer than those of all others', async () => {
  const heads = 24;
  const config: MosaConfig = {
    ...base,
    heads,
    selection: { rule: 'causal', capacity: 4, slots: { count: 4, block: 8 } },
  };
  const x = hostTensor(new Float32Array(B * T * h).fill(1), [B, T, h]);
  const graph = layerGraph(config, { x });
  const { inputs } = graph.nodes.find((node) => 'op' in node && node.op === 'scatterAdd' && node.type.shape[1] === h)!;
  const rows = inputs[0]!; // int32 [E·B·N], of what is added to the tokens
  const weights = {
    ...initWeights(config, 5),
    'router.threshold': hostTensor(new Float32Array(heads).fill(1e6), [heads]),
  };
  const program = await backend.compile({ ...graph, outputs: { rows } }, { weights });
  const result = await program.run({ x });
  const counts = new Map<number, number>();
  const read = (await result.rows!.read()).data;
  for (const row of read) counts.set(Number(row), (counts.get(Number(row)) ?? 0) + 1);
  expect(Math.max(...counts.values())).toBeLessThanOrEqual(Math.ceil(read.length / (B * T)));
  expect(Math.max(...counts.keys())).toBe(B * T - 1);
  result.rows!.dispose();
  await program.dispose();
});
