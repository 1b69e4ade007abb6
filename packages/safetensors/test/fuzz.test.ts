import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { damageSafetensors } from '../../../fuzz/damage-safetensors';
import { fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import { unlessRefused } from '../../../fuzz/refusal';
import { parseSafetensors, type SafetensorsErrorCode, type Tensor, writeSafetensors } from '../src';
import { openSafetensorsFile } from '../src/node';
import { bitsOf } from './support/file';

const good = [
  writeSafetensors({}),
  writeSafetensors({ x: { dtype: 'F32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } }),
  writeSafetensors(
    {
      a: { dtype: 'F64', shape: [2], data: Float64Array.of(-0, Number.NaN) },
      b: { dtype: 'I64', shape: [1, 2], data: BigInt64Array.of(1n, -(2n ** 63n)) },
      'c.weight': { dtype: 'F16', shape: [3], data: Uint16Array.of(1, 2, 3) },
      d: { dtype: 'BOOL', shape: [], data: Uint8Array.of(1) },
      empty: { dtype: 'U8', shape: [4, 0], data: new Uint8Array() },
    },
    { metadata: { format: 'pt', step: '7', nested: '{"a":[1,{"b":null}]}' } },
  ),
];
const codes: readonly SafetensorsErrorCode[] = [
  'size',
  'header',
  'duplicate',
  'dtype',
  'shape',
  'offsets',
  'metadata',
  'name',
];

const folder = mkdtempSync(join(tmpdir(), 'safetensors-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true }));

it(
  'reads right or refuses every damaged file, from memory and from disk alike',
  async () => {
    const name = 'damaged safetensors';
    const path = join(folder, 'damaged');
    await fuzz({
      covers: ['read', 'refused'],
      name,
      count: 1500,
      seed: 1_000_000,
      async item(random) {
        const bytes = damageSafetensors(random, random.pick(good), random.pick(good));
        const file = await unlessRefused('SafetensorsError', codes, () => parseSafetensors(bytes));
        writeFileSync(path, bytes);
        const opened = await unlessRefused('SafetensorsError', codes, () => openSafetensorsFile(path));
        const read = new Map<string, Tensor>();
        for (const tensor of opened?.tensors.keys() ?? []) read.set(tensor, await opened!.read(tensor));
        await opened?.close();
        expect(file === undefined).toBe(opened === undefined);
        if (file === undefined) return 'refused';
        for (const { shape, data } of file.tensors.values())
          expect(data).toHaveLength(shape.reduce((a, b) => a * b, 1));
        expect(bitsOf(read)).toEqual(bitsOf(file.tensors));
        const again = parseSafetensors(writeSafetensors(file.tensors, { metadata: file.metadata }));
        expect({ ...again.metadata }).toEqual({ ...file.metadata });
        expect(byName(again.tensors)).toEqual(byName(file.tensors));
        return 'read';
      },
    });
  },
  fuzzTimeout,
);

/** Written anew, they stand in another order. */
function byName(tensors: ReadonlyMap<string, Tensor>): unknown[] {
  return bitsOf(new Map([...tensors].sort(([a], [b]) => (a < b ? -1 : 1))));
}
