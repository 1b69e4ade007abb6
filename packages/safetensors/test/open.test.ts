import { expect, it } from 'vitest';
import { blobSource, openSafetensors, parseSafetensors, writeSafetensors } from '../src';
import { entry, fileOf } from './support/file';

const file = writeSafetensors({
  x: { dtype: 'F32', shape: [5], data: Float32Array.of(1, 2, 3, 4, 5) },
  'no rows': { dtype: 'I64', shape: [0, 2], data: new BigInt64Array() },
});

it('says where each tensor lies in the file', async () => {
  const { tensors } = await openSafetensors(blobSource(new Blob([file])));
  const offset = file.length - 20;
  expect(Object.fromEntries(tensors)).toEqual({
    'no rows': { dtype: 'I64', shape: [0, 2], offset, byteLength: 0 },
    x: { dtype: 'F32', shape: [5], offset, byteLength: 20 },
  });
});

it('yields pieces of whole elements, at least one, with memory of their own', async () => {
  const opened = await openSafetensors(blobSource(new Blob([file])));
  const pieces = async (name: string, maxBytes?: number) => {
    const all = [];
    for await (const piece of opened.chunks(name, maxBytes)) all.push(Array.from<number | bigint>(piece));
    return all;
  };
  expect(await pieces('x')).toEqual([[1, 2, 3, 4, 5]]);
  expect(await pieces('x', 11)).toEqual([[1, 2], [3, 4], [5]]);
  for (const tooSmall of [3, 0, -1, Number.NaN]) expect(await pieces('x', tooSmall)).toEqual([[1], [2], [3], [4], [5]]);
  expect(await pieces('no rows')).toEqual([]);
});

it('reads data that are not aligned, as a copy', async () => {
  const unaligned = fileOf(`{${entry('a', 'U8', [1], 0, 1)},${entry('b', 'F64', [2], 1, 17)}}`, 17);
  const start = unaligned.length - 16;
  unaligned.set(new Uint8Array(Float64Array.of(0.1, -2).buffer), start);
  expect(parseSafetensors(unaligned).tensors.get('b')!.data).toEqual(Float64Array.of(0.1, -2));
  const opened = await openSafetensors(blobSource(new Blob([unaligned as Uint8Array<ArrayBuffer>])));
  expect((await opened.read('b')).data).toEqual(Float64Array.of(0.1, -2));
});

it.each(['y', '__proto__', 'constructor'])('refuses to read %s, which the file has not', async (name) => {
  const opened = await openSafetensors(blobSource(new File([file], 'model')));
  const error = { code: 'name', message: `model: expected a tensor of the file, got "${name}"` };
  await expect(opened.read(name)).rejects.toMatchObject(error);
  expect(() => opened.chunks(name)).toThrow(expect.objectContaining(error));
});

it('hands on why a source fails, and closes it when it is not a safetensors file', async () => {
  let closed = 0;
  const close = async () => {
    closed++;
  };
  const cause = new Error('HTTP status 503');
  const failing = { name: 'model', size: 100, read: () => Promise.reject(cause), close };
  await expect(openSafetensors(failing)).rejects.toMatchObject({
    code: 'read',
    message: 'model: expected 8 bytes from byte 0, got HTTP status 503',
    cause,
  });
  const empty = { name: 'model', size: 0, read: async () => new Uint8Array(), close };
  await expect(openSafetensors(empty)).rejects.toMatchObject({ code: 'size' });
  expect(closed).toBe(2);
  const opened = await openSafetensors({ ...blobSource(new Blob([file])), close });
  await opened.close();
  expect(closed).toBe(3);
});

it('takes an ArrayBuffer', () => {
  expect(parseSafetensors(file.buffer).tensors.size).toBe(2);
});
