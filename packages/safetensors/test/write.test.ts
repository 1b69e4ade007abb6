import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { parseSafetensors, type SafetensorsErrorCode, type Tensor, writeSafetensors } from '../src';
import { writeSafetensorsFile } from '../src/node';

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tensor = (change: Record<string, unknown> = {}) =>
  ({ dtype: 'F32', shape: [2], data: Float32Array.of(1, 2), ...change }) as Tensor;
const named = (name: string) => new Map([[name, tensor()]]);

it.each<[string, SafetensorsErrorCode, RegExp, () => [ReadonlyMap<string, Tensor> | Record<string, Tensor>, unknown?]]>(
  [
    ['the name of metadata', 'name', /got "__metadata__"$/, () => [named('__metadata__')]],
    ['half a surrogate pair in a name', 'name', /well-formed Unicode/, () => [named('a\ud800')]],
    ['an unknown dtype', 'dtype', /tensor "a" of BOOL.*got F8$/, () => [{ a: tensor({ dtype: 'F8' }) }]],
    ['a negative size', 'shape', /whole numbers, got \[-2\]$/, () => [{ a: tensor({ shape: [-2] }) }]],
    ['a size that is no whole number', 'shape', /got \[1.5\]$/, () => [{ a: tensor({ shape: [1.5] }) }]],
    ['no shape', 'shape', /got undefined$/, () => [{ a: tensor({ shape: undefined }) }]],
    [
      'more than 2^53 bytes',
      'shape',
      /2\^53 - 1 bytes, got \[2, 1125899906842624\]/,
      () => [{ a: tensor({ shape: [2, 2 ** 50], dtype: 'I64' }) }],
    ],
    [
      '2^53 bytes in two tensors',
      'size',
      /2\^53/,
      () => [{ a: tensor({ shape: [2 ** 50] }), b: tensor({ shape: [2 ** 50] }) }],
    ],
    ['too few elements', 'data', /tensor "a" with .*, got/, () => [{ a: tensor({ shape: [3] }) }]],
    ['too many elements', 'data', /tensor "a" with .*, got/, () => [{ a: tensor({ shape: [] }) }]],
    [
      'an array of another type',
      'data',
      /got Float64Array\(2\)$/,
      () => [{ a: tensor({ data: Float64Array.of(1, 2) }) }],
    ],
    ['a list', 'data', /, got/, () => [{ a: tensor({ data: [1, 2] }) }]],
    ['no data', 'data', /got undefined$/, () => [{ a: tensor({ data: undefined }) }]],
    ['a number in metadata', 'metadata', /metadata "step" .*got number$/, () => [{}, { step: 7 }]],
    ['half a surrogate pair in metadata', 'metadata', /metadata "k"/, () => [{}, { k: '\udc00' }]],
    [
      'more tensors than can be read',
      'size',
      /at most 1000000 values, got one of 1000009/,
      () => [Object.fromEntries(Array.from({ length: 142_858 }, (_, i) => [`t${i}`, tensor({})])), { k: 'v' }],
    ],
    ['a header above 100 MB', 'size', /100000000 bytes, got one of 100000032/, () => [{}, { k: 'x'.repeat(1e8) }]],
  ],
)('refuses to write %s, in memory and to a file', async (_name, code, message, given) => {
  const [tensors, metadata] = given();
  const options = { metadata: metadata as Record<string, string> };
  const error = { code, message: expect.stringMatching(message) };
  // 2^53 bytes have no data here; the header is refused before they are looked at.
  expect(() => writeSafetensors(tensors, options)).toThrow(expect.objectContaining(error));
  const path = join(folder, 'refused.safetensors');
  await expect(writeSafetensorsFile(path, tensors, options)).rejects.toMatchObject({ ...error, where: path });
  expect(readdirSync(folder)).toEqual([]);
});

it('writes tensors that are views into larger memory', () => {
  const data = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
  expect(parseSafetensors(writeSafetensors({ a: tensor({ data }) })).tensors.get('a')).toEqual(tensor());
});

it('makes a file of no tensors, with empty metadata, that can be read', () => {
  // The Python library 0.8.0 writes a header here that is no JSON.
  const file = writeSafetensors({}, { metadata: {} });
  expect(parseSafetensors(file).tensors.size).toBe(0);
});

it.each<[string, Iterable<unknown>, RegExp]>([
  ['too few elements', [Float32Array.of(1)], /2 elements of F32 in Float32Array, got 1$/],
  ['nothing', [], /got 0$/],
  ['too many elements', [Float32Array.of(1, 2), Float32Array.of(3)], /got 3 or more$/],
  ['a piece of another type', [Float32Array.of(1), Uint8Array.of(1)], /got Uint8Array\(1\)$/],
  ['numbers', [1, 2], /got number$/],
])('refuses a stream of %s, and leaves no file', async (_name, pieces, message) => {
  const path = join(folder, 'stream.safetensors');
  const writing = writeSafetensorsFile(path, { a: tensor({ data: pieces }) });
  await expect(writing).rejects.toMatchObject({ code: 'data', message: expect.stringMatching(message) });
  expect(readdirSync(folder)).toEqual([]);
});

it('hands on what a stream throws, asks it for nothing more, and leaves no file', async () => {
  const failure = new Error('the device is lost');
  let finished = false;
  async function* pieces() {
    try {
      yield Float32Array.of(1);
      yield Float32Array.of(1, 2);
    } finally {
      finished = true;
    }
  }
  async function* failing() {
    yield Float32Array.of(1);
    throw failure;
  }
  const path = join(folder, 'stream.safetensors');
  await expect(writeSafetensorsFile(path, { a: { dtype: 'F32', shape: [2], data: failing() } })).rejects.toBe(failure);
  await expect(writeSafetensorsFile(path, { a: { dtype: 'F32', shape: [2], data: pieces() } })).rejects.toThrow('3 or');
  expect(finished).toBe(true);
  expect(existsSync(path)).toBe(false);
});
