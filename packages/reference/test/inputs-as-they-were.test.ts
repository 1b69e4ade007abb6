import vm from 'node:vm';
import {
  type AttentionConfig,
  type Backend,
  createLayer,
  type DeviceTensor,
  type HostTensor,
  hostTensor,
  initWeights,
  type MosaConfig,
  trace,
} from '@mosa-js/core';
import { createTrainer, type TrainableModel } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let backend: Backend;
beforeEach(() => {
  backend = createReferenceBackend();
});
afterEach(() => backend.dispose());

const numbers = (value: number): HostTensor => hostTensor(new Float32Array(3).fill(value), [3]);
const fill = ({ data }: HostTensor, value: number) => void data.fill(value);
const first = async (tensor: DeviceTensor | undefined): Promise<number> => (await tensor!.read()).data[0]!;
const mosaOf4: MosaConfig = { kind: 'mosa', dModel: 4, dHead: 4, heads: 1, k: 2 };
const numbersOf = (length: number, shape: readonly number[]) =>
  hostTensor(
    Float32Array.from({ length }, (_, i) => Math.sin(i)),
    shape,
  );
/** y = x + w */
const sum = trace((ops, { x }, { w }) => ({ y: ops.add(x!, w!) }), {
  inputs: { x: numbers(0) },
  weights: { w: numbers(0) },
});

describe('what is written into a tensor after a call changes no result', () => {
  it('run', async () => {
    const program = await backend.compile(sum, { weights: { w: numbers(0) } });
    const x = numbers(1);
    const runs = [1, 2, 3].map((value) => {
      fill(x, value);
      return program.run({ x });
    });
    fill(x, 4);
    expect(await Promise.all(runs.map(async (run) => first((await run).y)))).toEqual([1, 2, 3]);
  });

  it('compile', async () => {
    const w = numbers(1);
    const programs = [1, 2, 3].map((value) => {
      fill(w, value);
      return backend.compile(sum, { weights: { w } });
    });
    fill(w, 4);
    const results = programs.map(async (program) => first((await (await program).run({ x: numbers(0) })).y));
    expect(await Promise.all(results)).toEqual([1, 2, 3]);
  });

  it('upload', async () => {
    const x = numbers(1);
    const tensors = [1, 2].map((value) => {
      fill(x, value);
      return backend.upload(x);
    });
    fill(x, 4);
    expect(await Promise.all(tensors.map(async (tensor) => first(await tensor)))).toEqual([1, 2]);
  });

  it('a constant of a graph', async () => {
    const data = Float32Array.of(1, 1, 1);
    const graph = trace((ops, { x }) => ({ y: ops.add(x!, ops.constant(data, [3], 'float32')) }), {
      inputs: { x: numbers(0) },
    });
    data.fill(9);
    expect(await first((await (await backend.compile(graph)).run({ x: numbers(0) })).y)).toBe(1);
  });

  it('the weights and the inputs of a layer', async () => {
    const config = mosaOf4;
    const weights = initWeights(config, 1);
    const x = numbersOf(12, [1, 3, 4]);
    const mask = hostTensor([1, 1, 1], [1, 3], 'bool');
    const kept = structuredClone({ weights, x, mask });
    const layers = [createLayer(backend, config, kept.weights), createLayer(backend, config, weights)];
    for (const tensor of Object.values(weights)) fill(tensor, 9);
    const [same, changed] = await Promise.all(layers);
    const runs = [same!.run({ x: kept.x, mask: kept.mask }), changed!.run({ x, mask })];
    fill(x, 9);
    fill(mask, 0);
    const [expected, actual] = await Promise.all(runs.map(async (run) => (await run).y.read()));
    expect(actual).toEqual(expected);
  });

  it.each<AttentionConfig>([
    { kind: 'mosa', dModel: 4, dHead: 4, heads: 1, k: 2 },
    { kind: 'sum', parts: { mosa: mosaOf4, other: { kind: 'dense', dModel: 4, dHead: 4, heads: 1 } } },
  ])('the configuration of a layer: $kind', async (config) => {
    const x = numbersOf(12, [1, 3, 4]);
    const weights = initWeights(config, 1);
    const changed = structuredClone(config) as unknown as Record<string, unknown>;
    const layers = [await createLayer(backend, config, weights), await createLayer(backend, changed as never, weights)];
    for (const part of [changed, changed.mosa ?? {}, changed.other ?? {}]) Object.assign(part, { heads: 9, k: 1 });
    const [expected, actual] = await Promise.all(layers.map(async (layer) => (await layer.run({ x })).y.read()));
    expect(actual).toEqual(expected);
    expect(layers[1]!.config).toEqual(config);
  });

  it('the fields that a configuration has from its prototype count', async () => {
    const config: MosaConfig = Object.create(mosaOf4);
    const layer = await createLayer(backend, config, initWeights(config, 1));
    expect(layer.config).toEqual(mosaOf4);
    expect((await layer.run({ x: numbersOf(12, [1, 3, 4]) })).y.shape).toEqual([1, 3, 4]);
  });

  it('the batch of a training step', async () => {
    const model: TrainableModel = {
      parameters: { w: [3] },
      inputs: { x: { shape: [3], dtype: 'float32' } },
      loss: (ops, { x }, { w }) => ({ loss: ops.sum(ops.mul(x!, w!), [0]) }),
    };
    const state = { step: 0, parameters: { w: numbers(1) } };
    const trainer = await createTrainer(backend, model, { optimizer: { learningRate: 0 }, state });
    const x = numbers(1);
    const steps = [1, 2].map((value) => {
      fill(x, value);
      return trainer.run({ x });
    });
    const evaluations = [3, 4].map((value) => {
      fill(x, value);
      return trainer.evaluate({ x });
    });
    fill(x, 5);
    const losses = (await Promise.all([...steps, ...evaluations])).map(({ loss }) => loss);
    expect(losses).toEqual([3, 6, 9, 12]);
    await trainer.dispose();
  });
});

describe('a bool', () => {
  const graph = trace((ops, { m }) => ({ y: ops.cast(m!, 'int32'), n: ops.not(m!) }), {
    inputs: { m: { shape: [5], dtype: 'bool' } },
  });
  const bytes = () => Uint8Array.of(0, 1, 2, 128, 255);

  it.each([
    ['as it is given', () => ({ shape: [5], dtype: 'bool', data: bytes() }) as const],
    ['by hostTensor', () => hostTensor(bytes(), [5], 'bool')],
  ])('is true wherever it is not 0, %s', async (_, make) => {
    const m = make();
    const outputs = await (await backend.compile(graph)).run({ m });
    expect([...(await outputs.y!.read()).data]).toEqual([0, 1, 1, 1, 1]);
    expect([...(await outputs.n!.read()).data]).toEqual([1, 0, 0, 0, 0]);
  });

  it('is that in a constant, too', async () => {
    const { y } = await (
      await backend.compile(
        trace((ops) => ({ y: ops.cast(ops.constant(bytes(), [5], 'bool'), 'int32') }), { inputs: {} }),
      )
    ).run({});
    expect([...(await y!.read()).data]).toEqual([0, 1, 1, 1, 1]);
  });
});

describe('what is no int32', () => {
  it.each([
    [1.7, '1.7'],
    [undefined, 'undefined'],
    ['3', '"3"'],
    [2 ** 32 + 1, '4294967297'],
    [2 ** 31, '2147483648'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [null, 'null'],
    [true, 'true'],
  ])('%s is refused with its place', (value, shown) => {
    const data = [0, -(2 ** 31), 2 ** 31 - 1, value] as number[];
    expect(() => hostTensor(data, [4], 'int32')).toThrow(
      `hostTensor data[3]: expected an int32 (a whole number from -2^31 to 2^31 - 1), got ${shown}`,
    );
    expect(() => hostTensor(Float64Array.of(0.5), [1], 'int32')).toThrow('data[0]');
  });
});

describe('arrays of another realm and shared memory', () => {
  const foreign = (code: string) => vm.runInNewContext(code) as HostTensor['data'];
  const graph = trace((ops, { x, i, m }) => ({ y: ops.where(m!, ops.mul(x!, ops.cast(i!, 'float32')), x!) }), {
    inputs: {
      x: { shape: [2], dtype: 'float32' },
      i: { shape: [2], dtype: 'int32' },
      m: { shape: [2], dtype: 'bool' },
    },
  });
  const shared = <A extends HostTensor['data']>(array: A): A => {
    const buffer = new SharedArrayBuffer(array.byteLength);
    const view = new (array.constructor as new (buffer: SharedArrayBuffer) => A)(buffer);
    view.set(array);
    return view;
  };

  it.each([
    [
      'another realm',
      { x: foreign('Float32Array.of(3, 5)'), i: foreign('Int32Array.of(2, 4)'), m: foreign('Uint8Array.of(1, 0)') },
    ],
    [
      'shared memory',
      { x: shared(Float32Array.of(3, 5)), i: shared(Int32Array.of(2, 4)), m: shared(Uint8Array.of(1, 0)) },
    ],
  ])('%s', async (_, { x, i, m }) => {
    const program = await backend.compile(graph);
    const inputs = { x: hostTensor(x, [2]), i: hostTensor(i, [2], 'int32'), m: hostTensor(m, [2], 'bool') };
    const { y } = await program.run(inputs);
    expect([...(await y!.read()).data]).toEqual([6, 5]);
  });

  it('an object that only looks like an array is refused', async () => {
    const data = { constructor: { name: 'Float32Array' }, length: 2, 0: 1, 1: 2 } as unknown as Float32Array;
    await expect(backend.upload({ shape: [2], dtype: 'float32', data })).rejects.toThrow('expected Float32Array(2)');
  });
});
