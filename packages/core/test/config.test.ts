import { describe, expect, it } from 'vitest';
import {
  type AttentionConfig,
  attentionConfig,
  checkConfig,
  checkWeights,
  headGroups,
  initWeights,
  selectedCount,
  weightShapes,
  windowOf,
} from '../src';

const mosa = { kind: 'mosa', dModel: 16, dHead: 8, heads: 2, sparsity: 4 } as const;

describe('checkConfig', () => {
  it.each<[string, object]>([
    ['config.dModel: expected a whole number from 1, got 0', { ...mosa, dModel: 0 }],
    ['config.heads: expected a whole number from 1, got 1.5', { ...mosa, heads: 1.5 }],
    ['config.sparsity: expected a finite number from 1, got NaN', { ...mosa, sparsity: Number.NaN }],
    ['config.sparsity: expected a finite number from 1, got Infinity', { ...mosa, sparsity: Number.POSITIVE_INFINITY }],
    ['config: expected one of sparsity and k, got both', { ...mosa, k: 3 }],
    ['config: expected one of sparsity and k, got neither', { ...mosa, sparsity: undefined }],
    ['config.k: expected a whole number from 1, got -1', { ...mosa, sparsity: undefined, k: -1 }],
    ['config.rotaryWidth: expected an even whole number from 0 to dHead = 8, got 3', { ...mosa, rotaryWidth: 3 }],
    ['config.rotaryWidth: expected an even whole number from 0 to dHead = 8, got 10', { ...mosa, rotaryWidth: 10 }],
    ['config: expected rotaryFraction or rotaryWidth, got both', { ...mosa, rotaryWidth: 4, rotaryFraction: 0.5 }],
    ['config.rotaryFraction: expected a number from 0 to 1, got -0.1', { ...mosa, rotaryFraction: -0.1 }],
    ['config.rotaryFraction: expected a number from 0 to 1, got Symbol()', { ...mosa, rotaryFraction: Symbol() }],
    ['config.rotaryFraction: expected a number from 0 to 1, got "0.5"', { ...mosa, rotaryFraction: '0.5' }],
    ['config.rotaryBase: expected a finite number above 0, got 0', { ...mosa, rotaryBase: 0 }],
    ['config.includeFirst: expected true or false, got 1', { ...mosa, includeFirst: 1 }],
    ['config.kind: expected mosa, dense, local, fixed, routing, sum, got "linear"', { ...mosa, kind: 'linear' }],
    ['config.kind: expected mosa, dense, local, fixed, routing, sum, got "constructor"', { kind: 'constructor' }],
    ['config.kind: expected mosa, dense, local, fixed, routing, sum, got Symbol()', { kind: Symbol() }],
    [
      'config.dHead: expected an even width, since local heads rotate all of it, got 7',
      { kind: 'local', dModel: 8, dHead: 7, heads: 1, window: 4 },
    ],
    [
      'config.sparsity: expected a whole number from 1, got 2.5',
      { kind: 'routing', dModel: 8, dHead: 4, heads: 1, sparsity: 2.5 },
    ],
    [
      'config.parts.other.dModel: expected 16, as the first part, got 8',
      { kind: 'sum', parts: { mosa, other: { kind: 'dense', dModel: 8, dHead: 4, heads: 1 } } },
    ],
    [
      'config.parts.mosa.heads: expected a whole number from 1, got 0',
      { kind: 'sum', parts: { mosa: { ...mosa, heads: 0 }, other: { kind: 'dense', dModel: 16, dHead: 4, heads: 1 } } },
    ],
  ])('%s', (message, config) => {
    expect(() => checkConfig(config as AttentionConfig)).toThrow(expect.objectContaining({ code: 'config', message }));
  });

  it('names a misspelt field', () => {
    expect(() => checkConfig({ ...mosa, sparsty: 3 } as AttentionConfig)).toThrow(
      /only the fields .*sparsity.*, got "sparsty"/,
    );
  });
});

describe('selectedCount', () => {
  it.each([
    [1024, 32, 32],
    [37, 5, 7],
    [10, 16, 2], // never fewer than 2 …
    [1, 16, 1], // … unless there is but one token
    [16, 1, 16],
    [61, 3.7, 16],
  ])('of %i tokens at ρ = %f is %i', (seqLen, sparsity, k) => {
    expect(selectedCount({ ...mosa, sparsity }, seqLen)).toBe(k);
  });

  it('is k itself where the configuration names it, at most T', () => {
    const { sparsity: _, ...rest } = mosa;
    expect(selectedCount({ ...rest, k: 5 }, 100)).toBe(5);
    expect(selectedCount({ ...rest, k: 5 }, 3)).toBe(3);
  });

  it('has its counterpart for local windows', () => {
    const local = { kind: 'local', dModel: 8, dHead: 4, heads: 1 } as const;
    expect([windowOf({ ...local, window: 6 }, 100), windowOf({ ...local, sparsity: 8 }, 100)]).toEqual([6, 12]);
  });
});

describe('headGroups', () => {
  it('lists sums within sums, each with the names of its weights', () => {
    const dense = { kind: 'dense', dModel: 16, dHead: 4, heads: 3 } as const;
    const config: AttentionConfig = { kind: 'sum', parts: [dense, { kind: 'sum', parts: { a: mosa, b: dense } }] };
    expect(headGroups(config)).toEqual([
      { prefix: 'parts.0.', config: dense },
      { prefix: 'parts.1.a.', config: mosa },
      { prefix: 'parts.1.b.', config: dense },
    ]);
    expect(headGroups(mosa)).toEqual([{ prefix: '', config: mosa }]);
    expect(Object.keys(initWeights(config, 1))).toEqual(Object.keys(weightShapes(config)));
  });
});

describe('weights', () => {
  it('have the authors’ layout', () => {
    expect(
      weightShapes({ kind: 'sum', parts: { mosa, other: { kind: 'dense', dModel: 16, dHead: 4, heads: 3 } } }),
    ).toEqual({
      'mosa.router.weight': [2, 16],
      'mosa.qkv.weight': [2, 16, 24],
      'mosa.out.weight': [2, 8, 16],
      'other.qkv.weight': [36, 16],
      'other.out.weight': [16, 12],
    });
  });

  it('start inside the paper’s limits, the same for the same seed and different for another', () => {
    const weights = initWeights(mosa, 1);
    checkWeights(mosa, weights);
    const largest = (name: string) => Math.max(...weights[name]!.data.map(Math.abs));
    const near = (limit: number) => (value: number) => value <= limit && value > 0.9 * limit;
    expect(largest('qkv.weight')).toSatisfy(near(1 / Math.sqrt(24)));
    expect(largest('out.weight')).toSatisfy(near(1 / Math.sqrt(32)));
    expect(largest('router.weight')).toSatisfy(near(1 / Math.sqrt(16)));
    expect(initWeights(mosa, 1)).toEqual(weights);
    expect(initWeights(mosa, 2)).not.toEqual(weights);
  });

  it('are refused by name where they do not fit', () => {
    const weights = initWeights(mosa, 1);
    const { 'out.weight': _, ...missing } = weights;
    expect(() => checkWeights(mosa, missing)).toThrow('weight out.weight: expected float32 [2, 8, 16], got nothing');
    const transposed = { ...weights, 'router.weight': { ...weights['router.weight']!, shape: [16, 2] } };
    expect(() => checkWeights(mosa, transposed)).toThrow(
      'weight router.weight: expected float32 [2, 16], got float32 [16, 2]',
    );
  });
});

it('attentionConfig gives back what it is given, once it is right', () => {
  const config = attentionConfig({ kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 });
  const kind: 'mosa' = config.kind; // not widened to string
  expect(kind).toBe('mosa');
  expect(() => attentionConfig({ ...config, heads: 0 })).toThrow('heads');
  expect(() => attentionConfig({ ...config, sparsty: 2 } as typeof config)).toThrow('only the fields');
});
