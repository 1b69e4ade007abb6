import { describe, expect, it } from 'vitest';
import {
  type AttentionConfig,
  checkConfig,
  checkWeights,
  createLayer,
  type HostTensor,
  hostTensor,
  initWeights,
  layerGraph,
  MosaError,
  type TensorType,
} from '../src';
import { checkFields, checkHostTensor, checkShape, show } from '../src/adapter';

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
      'of the kind that was hybrid',
      { kind: 'hybrid', mosa, other: dense },
      'config.kind: .* got "hybrid", which is { kind: "sum", parts: { mosa, other } } now',
    ],
    [
      'with hybrid heads in a sum',
      { kind: 'sum', parts: [dense, { kind: 'hybrid', mosa, other: dense }] },
      'config.parts\\[1\\].kind: .* now',
    ],
    ['of no parts', { kind: 'sum', parts: {} }, 'config.parts: expected a list of one or more groups .* got {}'],
    ['of an empty list', { kind: 'sum', parts: [] }, 'config.parts: expected a list .* got \\[\\]'],
    ['without parts', { kind: 'sum' }, 'config.parts: expected a list .* got undefined'],
    ['of parts in a text', { kind: 'sum', parts: 'mosa' }, 'config.parts: expected a list .* got "mosa"'],
    [
      'with null as a part',
      { kind: 'sum', parts: { mosa, other: null } },
      'config.parts.other: expected an object .* null',
    ],
    ['with a hole in its list', { kind: 'sum', parts: [mosa, undefined] }, 'config.parts\\[1\\]: expected an object'],
    [
      'with a number as a name',
      { kind: 'sum', parts: { 1: mosa, mosa } },
      'config.parts: expected names of letters .* got "1"',
    ],
    [
      'with a dot in a name',
      { kind: 'sum', parts: { 'a.b': mosa } },
      'config.parts: expected names of letters .* "a.b"',
    ],
    [
      'of several widths',
      { kind: 'sum', parts: [dense, { kind: 'sum', parts: [{ ...mosa, dModel: 2 * mosa.dModel }] }] },
      `config.parts\\[1\\]: expected ${dense.dModel}, as the first part`,
    ],
  ])('%s is refused', (_, config, message) => {
    expect(() => checkConfig(config as AttentionConfig)).toThrow(refusal('config', message));
  });

  it('within itself is refused, soon', () => {
    const list: unknown[] = Array.from({ length: 50 }, () => mosa);
    list.unshift({ kind: 'sum', parts: list });
    const named: Record<string, unknown> = { mosa };
    named.other = { kind: 'sum', parts: named };
    for (const parts of [list, named]) {
      const config = { kind: 'sum', parts } as unknown as AttentionConfig;
      expect(() => checkConfig(config)).toThrow(refusal('config', 'config.parts.*: expected sums at most 8 deep'));
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
