import { describe, expect, it } from 'vitest';
import { parseSafetensors, type Tensor, writeSafetensors } from '../src';

const good: Tensor = { dtype: 'U8', shape: [2], data: Uint8Array.of(1, 2) };
const deep = () => {
  let list: unknown[] = [];
  for (let i = 0; i < 20_000; i++) list = [list];
  return list;
};

it.each<[unknown, string]>([
  [null, '[object Null]'],
  [undefined, 'undefined'],
  [1e15, 'number'],
  ['{}', '"{}"'],
  [[1], '[object Array]'],
  [new DataView(new ArrayBuffer(10)), '[object DataView]'],
  [new Float32Array(4), '[object Float32Array]'],
])('reads no file from %s', (bytes, actual) => {
  const error = { name: 'SafetensorsError', code: 'read', actual };
  expect(() => parseSafetensors(bytes as Uint8Array)).toThrow(expect.objectContaining(error));
});

it('reads a file from any memory of bytes', () => {
  const bytes = writeSafetensors({ a: good });
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  for (const given of [bytes, bytes.buffer, Buffer.from(bytes), shared]) {
    expect(parseSafetensors(given).tensors.get('a')!.data).toEqual(good.data);
  }
});

describe('writes no file', () => {
  it.each<[string, unknown, string, string]>([
    ['of null', null, 'data', '[object Null]'],
    ['of a text', 'a', 'data', '"a"'],
    ['with null as a tensor', { a: null }, 'data', '[object Null]'],
    ['with a number as a tensor', { a: 1 }, 'data', 'number'],
    ['with a name that is none', new Map([[Symbol('odd'), good]]), 'name', 'symbol'],
    ['with a dtype that has no text', { a: { ...good, dtype: Object.create(null) } }, 'dtype', '[object Object]'],
    ['with a symbol as a size', { a: { ...good, shape: [Symbol('odd')] } }, 'shape', '[symbol]'],
    ['with lists in lists as a size', { a: { ...good, shape: [1, deep()] } }, 'shape', '[1, [object Array]]'],
    [
      'with a hole in a shape',
      { a: { ...good, shape: Object.assign(new Array(2), { 1: 2 }) } },
      'shape',
      '[undefined, 2]',
    ],
  ])('%s', (_, tensors, code, actual) => {
    const error = { name: 'SafetensorsError', code, actual };
    expect(() => writeSafetensors(tensors as Record<string, Tensor>)).toThrow(expect.objectContaining(error));
  });

  it('with metadata that are none', () => {
    const metadata = 5 as unknown as Record<string, string>;
    expect(() => writeSafetensors({ a: good }, { metadata })).toThrow(expect.objectContaining({ code: 'metadata' }));
  });
});
