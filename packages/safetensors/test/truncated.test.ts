import { expect, it } from 'vitest';
import { openSafetensors, parseSafetensors, SafetensorsError, type Source, writeSafetensors } from '../src';

const file = writeSafetensors(
  {
    a: { dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
    b: { dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) },
  },
  { metadata: { step: '7' } },
);
const sourceOf = (bytes: Uint8Array, size = bytes.length): Source => ({
  name: 'model',
  size,
  read: async (offset, length) => bytes.slice(offset, offset + length),
});

it('refuses a file cut at any byte, and one that is a byte too long', async () => {
  for (let length = 0; length <= file.length + 1; length++) {
    if (length === file.length) continue;
    const cut = new Uint8Array(length);
    cut.set(file.subarray(0, length));
    expect(() => parseSafetensors(cut), `${length}`).toThrow(expect.objectContaining({ code: 'size' }));
    await expect(openSafetensors(sourceOf(cut)), `${length}`).rejects.toMatchObject({ code: 'size' });
  }
});

it('reads right or refuses a file with any one byte changed, and never throws another error', () => {
  for (let at = 0; at < file.length; at++) {
    for (const flip of [1, 32, 128, 255]) {
      const changed = file.slice();
      changed[at]! ^= flip;
      try {
        const { tensors } = parseSafetensors(changed);
        const bytes = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
        expect(bytes).toBe(27);
      } catch (error) {
        expect(error).toBeInstanceOf(SafetensorsError);
      }
    }
  }
});

it('says so when the file becomes shorter after it was opened', async () => {
  const opened = await openSafetensors(sourceOf(file.subarray(0, file.length - 1), file.length));
  expect((await opened.read('a')).data).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
  const error = { code: 'read', message: `model: expected 3 bytes from byte ${file.length - 3}, got 2 bytes` };
  await expect(opened.read('b')).rejects.toMatchObject(error);
  await expect(opened.chunks('b').next()).rejects.toMatchObject(error);
});
