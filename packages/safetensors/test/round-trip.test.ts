import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { blobSource, openSafetensors, parseSafetensors, type Tensor, writeSafetensors } from '../src';
import { openSafetensorsFile, writeSafetensorsFile } from '../src/node';
import { metadata, tensors } from './support/arbitrary';
import { bitsOf } from './support/file';

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** As the file orders them, without which Maps of the same tensors differ. */
const sorted = (named: Iterable<[string, Tensor]>) => new Map([...named].sort(([a], [b]) => (a < b ? -1 : 1)));

it('gives back the bits of all tensors and the metadata, from a view at any offset', () => {
  fc.assert(
    fc.property(tensors, metadata, fc.nat(8), (given, strings, offset) => {
      const file = writeSafetensors(given, { metadata: strings });
      const shifted = new Uint8Array(file.length + offset).subarray(offset);
      shifted.set(file);
      const read = parseSafetensors(shifted);
      expect(bitsOf(sorted(read.tensors))).toEqual(bitsOf(sorted(Object.entries(given))));
      expect(Object.entries(read.metadata)).toEqual(Object.entries(strings ?? {}));
      // Written again, in any order, it is the same file.
      const reversed = new Map([...read.tensors].reverse());
      expect(writeSafetensors(reversed, { metadata: strings && read.metadata })).toEqual(file);
    }),
    { numRuns: 500 },
  );
});

it('aligns every tensor in the file, so that reading copies nothing', () => {
  fc.assert(
    fc.property(tensors, (given) => {
      const file = writeSafetensors(given);
      for (const { data } of parseSafetensors(file).tensors.values()) expect(data.buffer).toBe(file.buffer);
    }),
  );
});

it('writes the same file to disk, from whole tensors and from pieces of any size, and reads it in pieces of any size', async () => {
  const path = join(folder, 'a.safetensors');
  await fc.assert(
    fc.asyncProperty(tensors, metadata, fc.integer({ min: 1, max: 40 }), async (given, strings, maxBytes) => {
      const file = writeSafetensors(given, { metadata: strings });
      await writeSafetensorsFile(path, given, { metadata: strings });
      expect(readFileSync(path).equals(file)).toBe(true);
      const opened = await openSafetensorsFile(path);
      const entries = Array.from(opened.tensors, ([name, info]) => {
        return [name, { ...info, data: opened.chunks(name, maxBytes) }] as const;
      });
      const copy = join(folder, 'b.safetensors');
      await writeSafetensorsFile(copy, new Map(entries), { metadata: strings && opened.metadata });
      expect(readFileSync(copy).equals(file)).toBe(true);
      await opened.close();
    }),
    { numRuns: 100 },
  );
});

it('reads a Blob as it reads bytes, whole tensors and pieces', async () => {
  await fc.assert(
    fc.asyncProperty(tensors, metadata, fc.integer({ min: 1, max: 40 }), async (given, strings, maxBytes) => {
      const file = writeSafetensors(given, { metadata: strings });
      const opened = await openSafetensors(blobSource(new Blob([file])));
      const { tensors: expected, metadata: expectedMetadata } = parseSafetensors(file);
      expect(opened.metadata).toEqual(expectedMetadata);
      const read = new Map<string, Tensor>();
      for (const [name, { offset, byteLength }] of opened.tensors) {
        read.set(name, await opened.read(name));
        const pieces = [];
        for await (const { buffer, byteOffset, byteLength: length } of opened.chunks(name, maxBytes)) {
          expect(length).toBeLessThanOrEqual(Math.max(maxBytes, 8));
          pieces.push(Buffer.from(buffer, byteOffset, length));
        }
        expect(Buffer.concat(pieces).equals(file.subarray(offset, offset + byteLength))).toBe(true);
      }
      expect(bitsOf(read)).toEqual(bitsOf(expected));
    }),
    { numRuns: 100 },
  );
});
