import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tensor, writeSafetensors } from '@mosa-js/safetensors';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWeights, writeWeights } from '../src/node';

const tensors: Record<string, Tensor> = Object.fromEntries(
  ['a', 'b', 'c'].map((name, i) => [name, { dtype: 'F32', shape: [4], data: new Float32Array(4).fill(i) }]),
);
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'exchange-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const index = () => join(folder, 'model.safetensors.index.json');
const change = (edit: (parsed: { weight_map: Record<string, string> }) => void) => {
  const parsed = JSON.parse(readFileSync(index(), 'utf8'));
  edit(parsed);
  writeFileSync(index(), JSON.stringify(parsed));
};
const shard = (i: number, of = 2) => `model-0000${i}-of-0000${of}.safetensors`;

it('reads what it wrote: one file, or several by their index or folder', async () => {
  const file = join(folder, 'one.safetensors');
  await writeWeights(file, tensors, { metadata: { by: 'me' } });
  const one = await readWeights(file);
  expect(Object.fromEntries(one.tensors)).toEqual(tensors);
  expect({ ...one.metadata }).toEqual({ format: 'pt', by: 'me' });
  rmSync(file);
  await writeWeights(folder, tensors, { shardBytes: 40 });
  expect(readdirSync(folder).sort()).toEqual([shard(1), shard(2), 'model.safetensors.index.json']);
  expect(JSON.parse(readFileSync(index(), 'utf8'))).toEqual({
    metadata: { total_size: 48 },
    weight_map: { a: shard(1), b: shard(1), c: shard(2) },
  });
  for (const path of [folder, index()]) expect(Object.fromEntries((await readWeights(path)).tensors)).toEqual(tensors);
});

it('says which shard is missing', async () => {
  await writeWeights(folder, tensors, { shardBytes: 40 });
  rmSync(join(folder, shard(2)));
  await expect(readWeights(folder)).rejects.toThrow(`all 2 files that it lists, got no ${shard(2)}`);
});

it('notices an index that does not tell what the files hold', async () => {
  await writeWeights(folder, tensors, { shardBytes: 40 });
  change(({ weight_map }) => {
    weight_map.d = shard(1);
    delete weight_map.b;
  });
  await expect(readWeights(folder)).rejects.toThrow(
    /it lacks "d"; it has "b", which the index has elsewhere or nowhere/,
  );
  change(({ weight_map }) => {
    weight_map.d = '../elsewhere.safetensors';
  });
  await expect(readWeights(folder)).rejects.toThrow(/"d" in "..\/elsewhere.safetensors"/);
  for (const text of ['{', '[]', '{"weight_map": {}}', '{"weight_map": 3}']) {
    writeFileSync(index(), text);
    await expect(readWeights(folder)).rejects.toThrow(/an index of safetensors files/);
  }
});

it('refuses pickles, and says how to convert one', async () => {
  const file = join(folder, 'pytorch_model.bin');
  for (const bytes of [Buffer.from('PK\x03\x04rest'), Buffer.from([0x80, 2, 0x8a, 10])]) {
    writeFileSync(file, bytes);
    for (const path of [file, folder])
      await expect(readWeights(path)).rejects.toThrow(/save_file\(torch.load.*got a pickle/);
  }
});

it('says what is not there, or is no file of weights', async () => {
  await expect(readWeights(join(folder, 'none'))).rejects.toThrow(/its index, or their folder, got nothing/);
  await expect(readWeights(folder)).rejects.toThrow(/got 0 of these files/);
  writeFileSync(join(folder, 'a.safetensors'), writeSafetensors(tensors).subarray(0, 60));
  await expect(readWeights(folder)).rejects.toMatchObject({ code: 'data' });
});

it('leaves nothing behind where writing fails', async () => {
  const bad = { ...tensors, c: { dtype: 'F32', shape: [5], data: new Float32Array(4) } } as Record<string, Tensor>;
  await expect(writeWeights(folder, bad, { shardBytes: 40 })).rejects.toMatchObject({ code: 'data' });
  expect(readdirSync(folder)).toEqual([]);
  await expect(writeWeights(join(folder, 'x.safetensors'), bad)).rejects.toMatchObject({ code: 'data' });
  expect(readdirSync(folder)).toEqual([]);
  await expect(writeWeights(folder, tensors, { shardBytes: 0 })).rejects.toThrow(/a whole number from 1/);
});
