import { type Backend, type HostTensor, sizeOf } from '@mosa-js/core';
import { randomUniform } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { describe, expect, it } from 'vitest';
import { crossEntropy, initModel, type LanguageModelConfig, parameterCount, parameterShapes } from '../src/index';
import { gelu, layerNorm } from '../src/model/activations';
import { mixSeeds } from '../src/random';
import { createBackend, evaluate } from './support/backends';
import { dense, h, models, mosa, V } from './support/models';

const reference: Backend = createReferenceBackend();

describe('configuration', () => {
  const config = models.dense!;

  it.each([
    ['config', null],
    ['config.vocabularySize', { ...config, vocabularySize: 0 }],
    ['config.layers', { ...config, layers: 1.5 }],
    ['config.dModel', { ...config, dModel: '16' }],
    ['config', { ...config, drop: 0.1 }],
    ['config.dropout', { ...config, dropout: 1 }],
    ['config.dropout', { ...config, dropout: Number.NaN }],
    ['config.dropout', { ...config, dropout: null }],
    ['config.tiedOutput', { ...config, tiedOutput: 1 }],
    ['config.attentionDropout', { ...config, attentionDropout: 1 }],
    ['config.attentionDropout', { ...config, attentionDropout: '0.1' }],
    ['config.dropout', { ...config, dropout: '0.1' }],
    ['config.dropout', { ...config, dropout: Symbol() }],
    ['config.feedForward', { ...config, feedForward: '4' }],
    ['config.feedForward', { ...config, feedForward: [4] }],
    ['config.feedForward', { ...config, feedForward: 4n }],
    ['config.layers', { ...config, layers: 2 ** 16 + 1 }],
    ['config.feedForward', { ...config, feedForward: 0.3 }],
    ['config.attention', { ...config, attention: [dense] }],
    ['config.attention.kind', { ...config, attention: { ...dense, kind: 'sparse' } }],
    ['config.attention', { ...config, attention: undefined }],
    ['config.attention.dModel', { ...config, attention: { ...dense, dModel: 8 } }],
    ['config.attention[1].heads', { ...config, attention: [dense, { ...dense, heads: 0 }] }],
    ['config.attention', { ...config, dModel: 8, attention: { kind: 'sum', parts: { mosa, other: dense } } }],
    ['config.attention.parts', { ...config, attention: { kind: 'sum', parts: [] } }],
    ['config.attention.parts[1].parts', { ...config, attention: { kind: 'sum', parts: [dense, { kind: 'sum' }] } }],
    ['config.attention', { ...config, attention: { kind: 'sum', parts: [dense], weight: 1 } }],
  ])('%s out of range is named', (where, bad) => {
    expect(() => parameterShapes(bad as unknown as LanguageModelConfig)).toThrow(
      expect.objectContaining({ name: 'MosaError', code: 'config', where }),
    );
  });

  it('counts parameters as the paper does, plus the gains of norms', () => {
    const tiny: LanguageModelConfig = {
      vocabularySize: 8000,
      dModel: 512,
      layers: 6,
      attention: { kind: 'dense', dModel: 512, dHead: 64, heads: 9 },
    };
    const inPaper = 2 * 8000 * 512 + 6 * (9 * 4 * 512 * 64 + 8 * 512 ** 2);
    expect(parameterCount(tiny)).toBe(inPaper + (2 * 6 + 1) * 512);
  });
});

describe('initModel', () => {
  it.each(Object.keys(models))('%s: every parameter has its shape, and seeds tell', (name) => {
    const config = models[name]!;
    const { parameters } = initModel(config, 1);
    expect(Object.fromEntries(Object.entries(parameters).map(([key, { shape }]) => [key, shape]))).toEqual(
      parameterShapes(config),
    );
    for (const { data, shape } of Object.values(parameters)) expect(data.length).toBe(sizeOf(shape));
    expect(initModel(config, 1)).toEqual(initModel(config, 1));
    expect(initModel(config, 2)).not.toEqual(initModel(config, 1));
    expect(() => initModel(config, 0.5)).toThrow(expect.objectContaining({ code: 'config' }));
  });

  it('deviations are those of GPT-2', () => {
    const config: LanguageModelConfig = { ...models.dense!, vocabularySize: 500, dModel: 64, layers: 8 };
    const { parameters } = initModel({ ...config, attention: { ...dense, dModel: 64 } }, 3);
    const deviation = (name: string) => {
      const values = Array.from(parameters[name]!.data);
      return Math.sqrt(values.reduce((sum, x) => sum + x * x, 0) / values.length);
    };
    expect(deviation('embedding.weight')).toBeCloseTo(0.02, 3);
    expect(deviation('output.weight')).toBeCloseTo(0.02, 3);
    expect(deviation('layers.3.feedForward.in.weight')).toBeCloseTo(0.02, 3);
    expect(deviation('layers.3.feedForward.out.weight')).toBeCloseTo(0.005, 3);
    expect(deviation('layers.3.attention.out.weight')).toBeCloseTo(0.25 / Math.sqrt(3 * 16), 3);
    expect(new Set(parameters['norm.weight']!.data)).toEqual(new Set([1]));
    expect(parameters['layers.0.feedForward.in.weight']).not.toEqual(parameters['layers.1.feedForward.in.weight']);
    expect(parameters['layers.0.attention.qkv.weight']).not.toEqual(parameters['layers.1.attention.qkv.weight']);
  });
});

describe('initModel with a deviation of heads', () => {
  const deviation = ({ data }: HostTensor) =>
    Math.sqrt(Array.from(data).reduce((sum, value) => sum + value * value, 0) / data.length);

  it.each(Object.keys(models))('%s: draws projections alone, those to the residual stream scaled', (name) => {
    const config = { ...models[name]!, layers: Array.isArray(models[name]!.attention) ? 2 : 8 };
    const [plain, drawn] = [initModel(config, 3), initModel(config, 3, { headDeviation: 0.02 })];
    const seen = new Set<string>();
    for (const [key, tensor] of Object.entries(drawn.parameters)) {
      const isHead = /attention\..*(qkv|qk|value|out)\.weight$/.test(key);
      if (!isHead) expect(tensor).toEqual(plain.parameters[key]);
      else
        expect(deviation(tensor)).toBeCloseTo(/out\.weight$/.test(key) ? 0.02 / Math.sqrt(2 * config.layers) : 0.02, 2);
      if (isHead) seen.add(tensor.data.join());
    }
    expect(seen.size).toBe(
      Object.keys(drawn.parameters).filter((key) => /(qkv|qk|value|attention.*out)\.weight$/.test(key)).length,
    );
    expect(drawn.buffers).toEqual(plain.buffers);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %f', (headDeviation) => {
    expect(() => initModel(models.dense!, 3, { headDeviation })).toThrow(expect.objectContaining({ code: 'config' }));
  });
});

describe('parts of the model', () => {
  const x = randomUniform([5, h], 4, 1);

  it('layer norm: mean 0, variance 1, times the gain', async () => {
    const gain = randomUniform([h], 1, 2);
    const { y } = await evaluate(reference, { x, gain }, (ops, t) => ({ y: layerNorm(ops, t.x!, t.gain!) }));
    for (let row = 0; row < 5; row++) {
      const values = Array.from(x.data.slice(row * h, (row + 1) * h));
      const mean = values.reduce((a, b) => a + b) / h;
      const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / h;
      values.forEach((value, i) => {
        const expected = ((value - mean) / Math.sqrt(variance + 1e-5)) * gain.data[i]!;
        expect(y!.data[row * h + i]).toBeCloseTo(expected, 12);
      });
    }
  });

  it('GELU is the tanh form', async () => {
    const { y } = await evaluate(reference, { x }, (ops, t) => ({ y: gelu(ops, t.x!) }));
    y!.data.forEach((value, i) => {
      const at = x.data[i]!;
      const expected = 0.5 * at * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (at + 0.044715 * at ** 3)));
      expect(value).toBeCloseTo(expected, 12);
    });
  });
});

describe('crossEntropy', () => {
  const logits = randomUniform([2, 3, V], 3, 4);
  const targets: HostTensor = { shape: [2, 3], dtype: 'int32', data: Int32Array.of(0, V - 1, 4, -1, 5, -1) };
  const nats = Array.from(targets.data, (target, n) => {
    const row = Array.from(logits.data.slice(n * V, (n + 1) * V));
    return target < 0 ? 0 : Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - row[target]!;
  });
  const run = (backend = reference, given = { logits, targets }) =>
    evaluate(backend, given, (ops, t) => ({ ...crossEntropy(ops, t.logits!, t.targets!) }));

  it.each(Object.keys(createBackend))('%s: mean over the targets that count', async (name) => {
    const backend = await createBackend[name]!();
    const { loss, losses } = await run(backend);
    nats.forEach((expected, n) => {
      expect(losses!.data[n]).toBeCloseTo(expected, 5);
    });
    expect(loss!.data[0]).toBeCloseTo(nats.reduce((a, b) => a + b) / 4, 5);
    await backend.dispose();
  });

  it('is 0 where no target counts', async () => {
    const none: HostTensor = { ...targets, data: new Int32Array(6).fill(-1) };
    expect((await run(reference, { logits, targets: none })).loss!.data[0]).toBe(0);
  });

  it.each(Object.keys(createBackend))('%s: large logits do not overflow', async (name) => {
    const backend = await createBackend[name]!();
    const shift = (by: number): HostTensor => ({ ...logits, data: logits.data.map((value) => value * 100 + by) });
    for (const by of [1000, -1000]) {
      const { loss } = await run(backend, { logits: shift(by), targets });
      const { loss: expected } = await run(reference, { logits: shift(by), targets });
      expect(loss!.data[0]! / expected!.data[0]!).toBeCloseTo(1, 5);
    }
    await backend.dispose();
  });
});

it('mixes every bit of a seed, and small ones as ever', () => {
  const seeds = [...Array.from({ length: 53 }, (_, bit) => 2 ** bit), 0, 2 ** 53 - 1, 2 ** 32 + 1, -(2 ** 32)];
  expect(new Set(seeds.map((seed) => mixSeeds(seed, 3, 0))).size).toBe(seeds.length);
  expect([mixSeeds(7, 0, 0), mixSeeds(4294967295, 2), mixSeeds(1, 12)]).toEqual([1729940485, 33210921, 1551288580]);
});
