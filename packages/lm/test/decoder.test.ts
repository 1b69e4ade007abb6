import { type Backend, type HostTensor, hostTensor, MosaError, type StorageFormat } from '@mosa-js/core';
import { createReferenceBackend } from '@mosa-js/reference';
import { decodeBF16, decodeF16, encodeBF16, encodeF16 } from '@mosa-js/safetensors';
import { expect, it } from 'vitest';
import {
  createDecoder,
  createLanguageModel,
  type Decoder,
  initModel,
  type LanguageModelConfig,
  type ModelState,
} from '../src/index';
import { createBackend } from './support/backends';
import { V } from './support/models';

const dModel = 16;
const causal = { kind: 'mosa', dModel, dHead: 8, heads: 3, sparsity: 4 } as const;
const config: LanguageModelConfig = {
  vocabularySize: V,
  dModel,
  layers: 2,
  attention: [
    {
      kind: 'sum',
      parts: [
        { ...causal, includeFirst: true, selection: { rule: 'causal', capacity: 5, slots: { count: 3, block: 8 } } },
        { kind: 'dense', dModel, dHead: 8, heads: 1 },
      ],
    },
    {
      kind: 'sum',
      parts: [
        { ...causal, selection: { rule: 'causal', capacity: 4, ties: 'spread', gate: 'excess' } },
        { kind: 'local', dModel, dHead: 8, heads: 2, window: 6 },
      ],
    },
  ],
};
const T = 40;
const sequence = (seed: number) => Int32Array.from({ length: T }, (_, i) => (i * i + seed * i + 3 * seed) % V);
const rows = [sequence(1), sequence(5)];

/** Its heads take about half of the tokens: logits of a new model are near 0. */
const state: ModelState = initModel(config, 3);

async function parallel(backend: Backend, tokens: Int32Array): Promise<number[][]> {
  const model = await createLanguageModel(backend, config, state);
  const logits = await model.logits(hostTensor([...tokens], [1, tokens.length], 'int32'));
  const { data } = await logits.read();
  logits.dispose();
  await model.dispose();
  return Array.from({ length: tokens.length }, (_, t) => Array.from(data.slice(t * V, (t + 1) * V)));
}

async function read(logits: Awaited<ReturnType<Decoder['step']>>): Promise<number[][]> {
  const { data, shape } = await logits.read();
  logits.dispose();
  return Array.from({ length: shape[0]! }, (_, b) => Array.from(data.slice(b * V, (b + 1) * V)));
}

const refusing = ['tfjs-cpu', 'onnxruntime-node'] as const;

it.each(refusing)('%s: refuses weights in 16 bits, which it cannot hold, and leaves nothing behind', async (name) => {
  const backend = await createBackend[name]!();
  const before = backend.memory();
  const expected = { code: 'unsupported', actual: 'float16' };
  await expect(createDecoder(backend, config, state, { positions: T, storage: 'float16' })).rejects.toMatchObject(
    expected,
  );
  await expect(createDecoder(backend, config, state, { positions: T, cacheStorage: 'float16' })).rejects.toMatchObject(
    expected,
  );
  await expect(createLanguageModel(backend, config, state, { storage: 'float16' })).rejects.toMatchObject(expected);
  expect(backend.memory()).toEqual(before);
  await backend.dispose();
});

it('a snapshot of rounded weights is none of the others', async () => {
  const backend = createReferenceBackend();
  const [half, whole] = await Promise.all(
    (['float16', 'float32'] as const).map((storage) =>
      createDecoder(backend, config, state, { positions: T, storage }),
    ),
  );
  (await half!.step([3])).dispose();
  await expect(whole!.restore(await half!.snapshot())).rejects.toMatchObject({ code: 'config' });
  await half!.restore(await half!.snapshot());
  await backend.dispose();
});

it('caches in 16 bits hold rounded keys and values, and all else as it is', async () => {
  const backend = createReferenceBackend();
  const make = (cacheStorage?: StorageFormat) => createDecoder(backend, config, state, { positions: T, cacheStorage });
  const whole = await make();
  const feed = async (decoder: Decoder, ids: Int32Array) => {
    const all: number[][] = [];
    for (const id of ids) all.push(...(await read(await decoder.step([id]))));
    return all;
  };
  const ids = rows[0]!.slice(0, 12);
  const expected = await feed(whole, ids);
  const plain = await whole.snapshot();
  for (const [format, unit, round] of [
    ['float16', 2 ** -11, (data: HostTensor['data']) => decodeF16(encodeF16(Float32Array.from(data)))],
    ['bfloat16', 2 ** -8, (data: HostTensor['data']) => decodeBF16(encodeBF16(Float32Array.from(data)))],
  ] as const) {
    const half = await make(format);
    const actual = await feed(half, ids);
    for (const [t, logits] of actual.entries()) near(logits, expected[t]!, 20 * unit);
    expect(actual).not.toEqual(expected);
    const snapshot = await half.snapshot();
    for (const [name, { data, dtype }] of Object.entries(snapshot.tensors)) {
      if (dtype !== 'float32') expect(data).toEqual(plain.tensors[name]!.data);
      else if (/\.(keys|values)$/.test(name)) expect(Array.from(data)).toEqual(Array.from(round(data)));
      else if (name.endsWith('.logits')) expect(Array.from(data)).not.toEqual(Array.from(round(data)));
    }
    // Keys and values take 2 bytes a number, all else 4.
    const bytes = Object.entries(snapshot.tensors).filter(([name]) => name.startsWith('cache/'));
    const elements = bytes.reduce((sum, [name, { data }]) => sum + data.length * (/keys|values/.test(name) ? 2 : 4), 0);
    expect(half.cacheBytes).toBe(elements);
    await expect(whole.restore(snapshot)).rejects.toMatchObject({ code: 'config' });
    const next = await read(await half.step([3]));
    await half.restore(snapshot);
    expect(await read(await half.step([3]))).toEqual(next);
  }
  await backend.dispose();
});

const prompt = (lengths: readonly number[]) => {
  const longest = Math.max(...lengths);
  return hostTensor(
    lengths.flatMap((length, b) => [...rows[b]!.slice(0, length), ...new Array(longest - length).fill(0)]),
    [lengths.length, longest],
    'int32',
  );
};

function near(actual: readonly number[], expected: readonly number[], bound: number): void {
  const worst = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!)));
  expect(worst).toBeLessThanOrEqual(bound);
}

for (const [name, create] of Object.entries(createBackend)) {
  const bound = name === 'reference' ? 1e-13 : 2e-5;
  it(`${name}: streamed logits are those of the whole sequence, rows of unequal length`, async () => {
    const backend = await create();
    const before = backend.memory().tensors;
    const whole = [await parallel(backend, rows[0]!), await parallel(backend, rows[1]!)];
    const decoder = await createDecoder(backend, config, state, {
      batch: 2,
      positions: T,
      chunk: 7,
      onWarning: () => undefined,
    });
    const lengths = [19, 8];
    const first = await read(await decoder.prefill(prompt(lengths), { lengths }));
    for (const [b, row] of first.entries()) near(row, whole[b]![lengths[b]! - 1]!, bound);
    for (let t = 0; t < T - 8; t++) {
      const at = decoder.position;
      const active = [at[0]! < T, true];
      const logits = await read(await decoder.step([active[0] ? rows[0]![at[0]!]! : 0, rows[1]![at[1]!]!], { active }));
      for (const b of [0, 1]) near(logits[b]!, whole[b]![active[b] ? at[b]! : T - 1]!, bound);
    }
    expect([...decoder.position]).toEqual([T, T]);
    const stats = await decoder.stats();
    expect(stats.every((head) => head.tokens === 2 * T && head.processed > 0)).toBe(true);
    expect(stats.some((head) => head.evicted > 0)).toBe(true);
    expect(stats.some((head) => head.dropped > 0)).toBe(true);
    await decoder.dispose();
    expect(backend.memory().tensors).toBe(before);
    await backend.dispose();
  });
}

it.each(Object.entries(createBackend))(
  '%s: goes on from a snapshot, in a decoder made later, and forgets all at a reset',
  async (_, create) => {
    const backend = await create();
    const options = { positions: T, chunk: 16, onWarning: () => undefined };
    const decoder = await createDecoder(backend, config, state, options);
    await read(await decoder.prefill(prompt([25])));
    const snapshot = await decoder.snapshot();
    const expected = await read(await decoder.step([7]));
    await decoder.reset();
    expect([...decoder.position]).toEqual([0]);
    const fresh = await read(await decoder.prefill(prompt([25])));
    await decoder.reset();
    await decoder.restore(snapshot);
    expect([...decoder.position]).toEqual([25]);
    expect(await read(await decoder.step([7]))).toEqual(expected);
    await decoder.dispose();
    const later = await createDecoder(backend, config, state, options);
    expect(await read(await later.prefill(prompt([25])))).toEqual(fresh);
    await later.restore(snapshot);
    expect(await read(await later.step([7]))).toEqual(expected);
    await later.dispose();
    await backend.dispose();
  },
);

it('counts the bytes of its caches', async () => {
  const backend = createReferenceBackend();
  const decoder = await createDecoder(backend, config, state, { positions: T });
  const pairs = (heads: number, entries: number) => 2 * 4 * heads * entries * 8;
  const chosen = (heads: number, C: number) => pairs(heads, C) + 4 * heads * (2 * C + 1);
  expect(decoder.cacheBytes).toBe(chosen(3, 5) + pairs(1, T) + chosen(3, 4) + pairs(2, 12));
  await decoder.dispose();
});

it('refuses what it cannot do, before anything is written', async () => {
  const backend = createReferenceBackend();
  const options = { positions: 10, chunk: 4, onWarning: () => undefined };
  const decoder = await createDecoder(backend, config, state, options);
  const refused = async (task: Promise<unknown>, message: RegExp) => {
    const error = await task.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(MosaError);
    expect((error as Error).message).toMatch(message);
  };
  const before = await decoder.snapshot();
  await refused(decoder.prefill(prompt([11])), /at most 10 positions/);
  await refused(decoder.prefill(prompt([3]), { lengths: [0] }), /whole numbers from 1 to 3/);
  await refused(decoder.prefill(prompt([3]), { lengths: [4] }), /whole numbers from 1 to 3/);
  await refused(decoder.prefill(prompt([3]), { lengths: [1, 2] }), /1 lengths/);
  await refused(decoder.prefill(hostTensor([V], [1, 1], 'int32')), /token ids from 0/);
  await refused(decoder.prefill(hostTensor([1, 2], [2, 1], 'int32')), /int32 \[1, P\]/);
  await refused(decoder.prefill(hostTensor([1], [1, 1])), /int32/);
  await refused(decoder.step([V]), /token ids from 0/);
  await refused(decoder.step([0.5]), /whole numbers/);
  await refused(decoder.step([1, 2]), /1 token ids/);
  await refused(decoder.step([1], { active: [true, true] }), /1 entries/);
  expect(await decoder.snapshot()).toEqual(before);

  const running = decoder.prefill(prompt([10]));
  await refused(decoder.step([1]), /one call at a time/);
  (await running).dispose();
  await refused(decoder.step([1]), /at most 10 positions/);
  await refused(decoder.restore({ ...before, identity: 'another' }), /a snapshot of this model/);
  await refused(decoder.restore({ identity: before.identity, tensors: {} }), /nothing/);
  expect([...decoder.position]).toEqual([10]);
  await decoder.dispose();
  await refused(decoder.step([1]), /after dispose/);

  const make = (change: Partial<LanguageModelConfig>, more = {}, given = state) =>
    createDecoder(backend, { ...config, ...change }, given, { positions: 10, ...more });
  const plain = { kind: 'mosa', dModel, dHead: 8, heads: 3, sparsity: 4 } as const;
  await refused(make({ attention: plain }), /calibrateThresholds/);
  await refused(make({ attention: { kind: 'local', dModel, dHead: 8, heads: 1, sparsity: 2 } }), /window/);
  await refused(make({ attention: { ...plain, kind: 'routing', sparsity: 2 } }), /look at the whole/);
  await refused(make({ attention: { ...plain, selection: { rule: 'causal' } } }), /capacity/);
  await refused(make({}, { positions: 0 }), /whole number from 1/);
  await refused(make({}, { capacity: 11 }), /at most 10 positions/);
  await refused(make({}, { capacity: 0 }), /whole number from 1/);
  await refused(make({}, { postions: 3 }), /postions/);
  await refused(make({}, {}, { ...state, buffers: {} }), /router.threshold/);
  const broken = Object.fromEntries(
    Object.entries(state.buffers).map(([key, tensor]) => [
      key,
      { ...tensor, data: new Float32Array(3).fill(Number.NaN) },
    ]),
  );
  await refused(make({}, {}, { ...state, buffers: broken }), /NaN for head 0/);
  expect(backend.memory().tensors).toBe(0);
});

it('stops between chunks when it is told to, and can be used afterwards', async () => {
  const backend = createReferenceBackend();
  const decoder = await createDecoder(backend, config, state, { positions: T, chunk: 4, onWarning: () => undefined });
  const controller = new AbortController();
  const running = decoder.prefill(prompt([30]), { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  expect(decoder.position[0]).toBeLessThan(30);
  await decoder.reset();
  const logits = await read(await decoder.prefill(prompt([30])));
  const whole = await parallel(backend, rows[0]!);
  near(logits[0]!, whole[29]!, 1e-13);
  await decoder.dispose();
});

it('warns once of a head that takes nothing, and of one that takes far more than its share', async () => {
  const backend = createReferenceBackend();
  const warnings: string[] = [];
  const narrow: LanguageModelConfig = {
    ...config,
    layers: 1,
    attention: { ...causal, heads: 3, sparsity: 16, selection: { rule: 'causal', capacity: 8 } },
  };
  const start = initModel(narrow, 3);
  const [name] = Object.keys(start.buffers) as [string];
  const buffers = { [name]: hostTensor([1e9, -1e9, 0], [3]) };
  const decoder = await createDecoder(
    backend,
    narrow,
    { ...start, buffers },
    { positions: 400, onWarning: (text) => warnings.push(text) },
  );
  const long = Array.from({ length: 360 }, (_, i) => (i * 7 + (i % 5)) % V);
  (await decoder.prefill(hostTensor(long, [1, 360], 'int32'))).dispose();
  const stats = await decoder.stats();
  await decoder.stats();
  expect(stats[0]).toMatchObject({ layer: 0, head: 0, processed: 0, tokens: 360 });
  expect(warnings.filter((text) => text.includes('head 0'))).toEqual([
    'layer 0, head 0 has processed none of 360 tokens; 6.3 % were meant',
  ]);
  await decoder.dispose();
});
