import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeBF16, decodeF16, encodeBF16, encodeF16, parseSafetensors, type Tensor, writeSafetensors } from '../src';

const read = (name: string) => readFileSync(new URL(`fixtures/${name}.safetensors`, import.meta.url));
const f32 = (shape: number[], ...values: number[]): Tensor => ({
  dtype: 'F32',
  shape,
  data: Float32Array.of(...values),
});
const u8 = (...values: number[]): Tensor => ({ dtype: 'U8', shape: [values.length], data: Uint8Array.of(...values) });

const { MAX_VALUE, POSITIVE_INFINITY: inf } = Number;
const f16 = encodeF16([0, -1.5, 65504, 6e-8, inf]);
const bf16 = encodeBF16([0, -1.5, 3.3895314e38, 9.2e-41, -inf]);
const names = ['b', 'B', 'a.10', 'a.2', 'a', '', 'é', '\uffee', '\u{1f600}', '\u{10000}', '10', '9', '__proto__'];
names.push('constructor', '"\\/', '\b\f\n\r\t\0\x1f\x7f', '\u2028');

/** What test/fixtures/make.py wrote with the Python library. */
const files: Record<string, { tensors: Record<string, Tensor>; metadata?: Record<string, string> }> = {
  empty: { tensors: {} },
  dtypes: {
    tensors: {
      bool: { dtype: 'BOOL', shape: [1, 3], data: Uint8Array.of(1, 0, 1) },
      u8: u8(0, 1, 255),
      f16: { dtype: 'F16', shape: [5], data: f16 },
      bf16: { dtype: 'BF16', shape: [5], data: bf16 },
      i32: { dtype: 'I32', shape: [2], data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
      f32: f32([2, 2], 0.1, -0, inf, 1e-45),
      f64: { dtype: 'F64', shape: [3], data: Float64Array.of(0.1, 5e-324, -MAX_VALUE) },
      i64: { dtype: 'I64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
    },
    metadata: { format: 'np' },
  },
  shapes: {
    tensors: {
      scalar: f32([], 7.5),
      'no rows': f32([0, 3]),
      'no columns': { dtype: 'I64', shape: [3, 0], data: new BigInt64Array() },
      ones: { dtype: 'F64', shape: [1, 1, 2, 1], data: Float64Array.of(1, 1) },
    },
    metadata: {},
  },
  names: {
    tensors: Object.fromEntries(names.map((name, i) => [name, u8(i)])),
    metadata: { 'ключ "1"\n': '\u{1f600}\\\x01' },
  },
};

it.each(Object.entries(files))('reads %s as Python wrote it', (name, { tensors, metadata = {} }) => {
  const file = parseSafetensors(read(name));
  expect(Object.fromEntries(file.tensors)).toEqual(tensors);
  expect(file.tensors.size).toBe(Object.keys(tensors).length);
  expect({ ...file.metadata }).toEqual(metadata);
});

it.each(Object.entries(files))('writes %s byte for byte as Python does', (name, { tensors, metadata }) => {
  expect(Buffer.from(writeSafetensors(tensors, { metadata })).equals(read(name))).toBe(true);
});

it('writes again, byte for byte, each golden file that the authors’ code and the Python library made', () => {
  const folder = new URL('../../conformance/golden/', import.meta.url);
  const golden = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
  expect(golden).toHaveLength(15);
  for (const name of golden) {
    const bytes = readFileSync(new URL(name, folder));
    const { tensors, metadata } = parseSafetensors(bytes, name);
    const given = Object.keys(metadata).length > 0 ? metadata : undefined;
    expect(Buffer.from(writeSafetensors(tensors, { metadata: given })).equals(bytes), name).toBe(true);
  }
});

it('converts F16 and BF16 as numpy and ml_dtypes do, to the bit', () => {
  const { tensors } = parseSafetensors(read('half'));
  const bits = (name: string) => {
    const { data } = tensors.get(name)!;
    return data instanceof Float32Array ? new Uint32Array(data.buffer, data.byteOffset, data.length) : data;
  };
  const asBits = ({ buffer }: Float32Array) => new Uint32Array(buffer);
  const numbers = (name: string) => tensors.get(name)!.data as Float32Array;
  expect(asBits(decodeF16(bits('f16') as Uint16Array))).toEqual(bits('f16 as f32'));
  expect(asBits(decodeBF16(bits('bf16') as Uint16Array))).toEqual(bits('bf16 as f32'));
  expect(encodeF16(numbers('f32'))).toEqual(bits('f32 as f16'));
  expect(encodeBF16(numbers('f32'))).toEqual(bits('f32 as bf16'));
  expect(numbers('f32').length).toBeGreaterThan(5000);
});
