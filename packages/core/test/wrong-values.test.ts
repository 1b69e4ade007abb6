import { describe, expect, it } from 'vitest';
import {
  type AttentionConfig,
  checkConfig,
  checkFields,
  checkHostTensor,
  checkShape,
  checkWeights,
  createLayer,
  type HostTensor,
  hostTensor,
  initWeights,
  layerGraph,
  MosaError,
  show,
  type TensorType,
} from '../src';

const dense = { kind: 'dense', dModel: 4, dHead: 2, heads: 1 } as const;
const mosa = { kind: 'mosa', dModel: 4, dHead: 2, heads: 1, k: 2 } as const;
const refusal = (code: string, message: RegExp | string) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) });

function circle(): unknown[] {
  const list: unknown[] = [];
  list.push(list);
  return list;
}

function nested(levels: number): unknown[] {
  let list: unknown[] = [];
  for (let i = 0; i < levels; i++) list = [list];
  return list;
}

describe('show', () => {
  it.each<[string, unknown, string]>([
    ['a list within itself', circle(), `${'['.repeat(9)}[…]${']'.repeat(9)}`],
    ['lists deeper than the stack', nested(50_000), `${'['.repeat(9)}[…]${']'.repeat(9)}`],
    ['an object deeper than the stack', { a: nested(50_000) }, 'an object of Object'],
    ['a long list', new Array(200).fill(0), `[${'0, '.repeat(100)}…]`],
    ['an object without JSON', { toJSON: () => undefined }, 'an object of Object'],
    ['a class without a name', { toJSON: circle, constructor: { name: Symbol('odd') } }, 'an object of no class'],
    ['a hole', new Array(2), '[undefined, undefined]'],
  ])('%s', (_, value, text) => expect(show(value)).toBe(text));

  it('cuts long texts, of strings and of objects', () => {
    expect(show('x'.repeat(1e6))).toBe(`"${'x'.repeat(999)}…`);
    expect(show({ a: 'x'.repeat(1e6) })).toHaveLength(1001);
  });

  it('does not throw what it shows throws', () => {
    const fails = () => {
      throw new Error('read');
    };
    expect(show(new Proxy({}, { get: fails }))).toBe('a value that cannot be shown');
    expect(show(new Proxy([], { get: fails }))).toBe('a value that cannot be shown');
  });
});

describe('a configuration', () => {
  it.each<[string, unknown, string]>([
    ['of a kind in a list', { ...dense, kind: ['mosa'] }, 'config.kind: .* got \\["mosa"\\]'],
    ['of a kind without a text', { ...dense, kind: Object.create(null) }, 'config.kind: .* got {}'],
    [
      'that is a hybrid of a hybrid',
      { kind: 'hybrid', mosa, other: { kind: 'hybrid', mosa, other: dense } },
      'config.other.kind: expected dense, local, fixed, routing, got "hybrid"',
    ],
    ['whose MoSA heads are no MoSA heads', { kind: 'hybrid', mosa: dense, other: dense }, 'config.mosa.kind: '],
    ['without MoSA heads', { kind: 'hybrid', other: dense }, 'config.mosa: expected an object'],
    ['with null beside them', { kind: 'hybrid', mosa, other: null }, 'config.other: expected an object .* got null'],
  ])('%s is refused', (_, config, message) => {
    expect(() => checkConfig(config as AttentionConfig)).toThrow(refusal('config', message));
  });

  it('within itself is refused', () => {
    for (const part of ['mosa', 'other'] as const) {
      const config: Record<string, unknown> = { kind: 'hybrid', mosa, other: dense };
      config[part] = config;
      const message = `config.${part}.kind: expected .* got "hybrid"`;
      expect(() => checkConfig(config as unknown as AttentionConfig)).toThrow(refusal('config', message));
    }
  });

  it('with more elements than a tensor may have gets no weights', () => {
    expect(() => initWeights({ ...dense, heads: 2 ** 40 }, 1)).toThrow(refusal('shape', 'initWeights qkv.weight: '));
  });
});

describe('weights', () => {
  const good = initWeights(dense, 1);
  const out = good['out.weight']!;
  it.each<[string, unknown, string, string]>([
    ['none at all', null, 'weight', 'weights: expected an object of tensors by name, got null'],
    ['a number', { ...good, 'out.weight': 5 }, 'data', 'weight out.weight: expected a host tensor.* got 5'],
    ['null', { ...good, 'out.weight': null }, 'data', 'weight out.weight: expected a host tensor.* got null'],
    ['an empty object', { ...good, 'out.weight': {} }, 'dtype', 'weight out.weight: .* got undefined'],
    ['no shape', { ...good, 'out.weight': { dtype: 'float32' } }, 'shape', 'weight out.weight: .* got undefined'],
    ['a number as a shape', { ...good, 'out.weight': { ...out, shape: 5 } }, 'shape', 'weight out.weight: .* got 5'],
  ])('that are or have %s are refused', (_, weights, code, message) => {
    expect(() => checkWeights(dense, weights as Record<string, HostTensor>)).toThrow(refusal(code, message));
  });

  it('for a layer are checked with its options', async () => {
    const layer = createLayer({} as never, dense, good, null as never);
    await expect(layer).rejects.toThrow(refusal('config', 'createLayer options: expected an object, got null'));
    expect(() => checkFields(5 as never, [], 'here')).toThrow(MosaError);
  });
});

describe('a tensor', () => {
  const of = (data: unknown) => ({ shape: [2], dtype: 'float32', data }) as HostTensor;
  it.each<[string, unknown, string]>([
    ['an object without prototype', Object.create(null), 'got {}'],
    ['a class without a name', { constructor: { name: Symbol('odd') } }, 'got {"constructor":{}}'],
    ['a length that is none', { length: Symbol('odd') }, 'got {}'],
    ['a symbol', Symbol('odd'), 'got Symbol\\(odd\\)'],
    ['a list', [1, 2], 'got Array\\(2\\)'],
    ['bytes of any kind', new DataView(new ArrayBuffer(8)), 'got DataView\\(undefined\\)'],
  ])('of %s is refused', (_, data, message) => {
    expect(() => checkHostTensor(of(data), 'x')).toThrow(
      refusal('data', `x: expected .* for float32 \\[2\\], ${message}`),
    );
  });

  it('with a hole in its shape is refused', () => {
    const hole = Object.assign(new Array(2), { 1: 4 });
    expect(() => checkShape(hole, 'x')).toThrow(refusal('shape', 'got \\[undefined, 4\\]'));
  });

  it('of type null is refused by a graph', () => {
    expect(() => layerGraph(dense, { x: null as unknown as TensorType })).toThrow(refusal('dtype', 'input x: '));
  });

  it.each<[string, unknown, string]>([
    ['nothing', null, 'hostTensor: expected an array of 2 numbers, got null'],
    ['a text', '12', 'hostTensor: expected an array of 2 numbers, got "12"'],
    ['a length beyond all', { length: 1e15 }, 'hostTensor: expected an array of 2 numbers, got {"length":'],
    ['a bigint', [1, 2n], 'hostTensor data\\[1\\]: expected a number, got 2'],
    ['a symbol', [Symbol('odd'), 1], 'hostTensor data\\[0\\]: expected a number, got Symbol\\(odd\\)'],
  ])('is not made from %s', (_, data, message) => {
    expect(() => hostTensor(data as number[], [2])).toThrow(refusal('data', message));
  });
});
