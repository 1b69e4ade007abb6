import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listCases } from '../src';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'golden-'));
  cpSync('golden', directory, { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = 'mosa-basic.safetensors';
const rewrite = (change: (bytes: Buffer) => Uint8Array) =>
  writeFileSync(join(directory, file), change(readFileSync(join(directory, file))));
/** Changes the JSON header of the file and its length field. */
const reheader = (change: (header: Record<string, { shape: number[]; data_offsets: number[] }>) => unknown) =>
  rewrite((bytes) => {
    const length = Number(bytes.readBigUInt64LE(0));
    const header = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'));
    const text = Buffer.from(JSON.stringify(change(header)));
    const size = Buffer.alloc(8);
    size.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([size, text, bytes.subarray(8 + length)]);
  });

/** Changes the values of the selection, one after another, [B, E, k]. */
const reselect = (change: (indices: Int32Array) => void) =>
  rewrite((bytes) => {
    const length = Number(bytes.readBigUInt64LE(0));
    const { data_offsets } = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'))['selection.indices'];
    const whole = Uint8Array.from(bytes);
    const [begin, end] = data_offsets as [number, number];
    const indices = new Int32Array(whole.buffer.slice(8 + length + begin, 8 + length + end));
    change(indices);
    whole.set(new Uint8Array(indices.buffer), 8 + length + begin);
    return whole;
  });
/** Changes the first case of cases.json. */
const recase = (change: object) => {
  const [first, ...rest] = JSON.parse(readFileSync(join(directory, 'cases.json'), 'utf8'));
  const text = JSON.stringify([{ ...first, ...change }, ...rest]);
  writeFileSync(join(directory, 'cases.json'), text.replace(`"${deep}"`, '['.repeat(20_000) + ']'.repeat(20_000)));
};
/** Stands for lists within lists, more than a stack holds. */
const deep = 'deep';

it('reads the 15 cases, each for the forward pass and the gradient', async () => {
  const ids = (await listCases({ golden: directory, filter: 'golden/' })).map(({ id }) => id);
  expect(ids).toHaveLength(31);
  expect(ids.slice(0, 2)).toEqual(['golden/mosa-basic/forward', 'golden/mosa-basic/grad']);
});

it.each<[string, RegExp, () => void]>([
  [
    'a directory without any',
    /cases\.json: expected a file that can be read, got ENOENT/,
    () => {
      for (const name of ['cases.json', 'training']) rmSync(join(directory, name), { recursive: true });
    },
  ],
  [
    'a missing file',
    /mosa-basic\.safetensors: expected a file that can be read, got ENOENT/,
    () => rmSync(join(directory, file)),
  ],
  ['broken JSON', /cases\.json: expected JSON, got/, () => writeFileSync(join(directory, 'cases.json'), '[{')],
  [
    'no cases',
    /cases\.json: expected a list of cases, got \[\]/,
    () => writeFileSync(join(directory, 'cases.json'), '[]'),
  ],
  [
    'a name that leaves the directory',
    /a case with a name/,
    () => writeFileSync(join(directory, 'cases.json'), '[{"name":"../x"}]'),
  ],
  [
    'an empty file',
    /expected a safetensors file of at least 8 bytes, got 0 bytes/,
    () => rewrite(() => Buffer.alloc(0)),
  ],
  [
    'a header length that lies',
    /expected a header of at most \d+ bytes, got a header length of/,
    () => rewrite((bytes) => Buffer.concat([Buffer.from([0, 0, 0, 128]), bytes.subarray(4)])),
  ],
  [
    'a header that is no JSON',
    /expected a header of JSON/,
    () => rewrite((bytes) => Buffer.concat([bytes.subarray(0, 8), Buffer.from('x'), bytes.subarray(9)])),
  ],
  [
    'a truncated file',
    /expected \d+ bytes of data after the header, got \d+ bytes: the file is truncated/,
    () => rewrite((bytes) => bytes.subarray(0, bytes.length - 9)),
  ],
  [
    'a shape that does not fit',
    /expected tensor "x" of F32 \[2, 32, 17\] in 4352 bytes, got data_offsets/,
    () => reheader((header) => ({ ...header, x: { ...header.x, shape: [2, 32, 17] } })),
  ],
  [
    'a negative offset',
    /expected tensor "x" with two data_offsets, got \[-4, 4092\]/,
    () => reheader((header) => ({ ...header, x: { ...header.x, data_offsets: [-4, 4092] } })),
  ],
  ['a batch that is none', /cases\.json, case 1, B: expected a whole number from 1, got "2"/, () => recase({ B: '2' })],
  [
    'a length of lists in lists',
    /cases\.json, case 1, T: expected a whole number from 1, got \[\[/,
    () => recase({ T: deep }),
  ],
  [
    'a case of lists in lists',
    /cases\.json, case 1: expected a case with a name, got an object of Object/,
    () => recase({ name: deep }),
  ],
  [
    'a name longer than a file may have',
    /cases\.json, case 1: expected a case with a name, got {"name":"xxx/,
    () => recase({ name: 'x'.repeat(10_000) }),
  ],
  [
    'a hybrid whose sparsity is no number',
    /expected a finite number from 1, got {"toString":1} \(config\.sparsity\)/,
    () => recase({ kind: 'hybrid', hybridType: 'local', otherHeads: 1, sparsity: { toString: 1 } }),
  ],
  [
    'a selection of other heads',
    /expected tensor selection\.indices of \[2, 3, \d+\], got \[2, \d+, 3\]/,
    () =>
      reheader((header) => {
        const { shape, ...rest } = header['selection.indices']!;
        return { ...header, 'selection.indices': { ...rest, shape: [shape[0], shape[2], shape[1]] } };
      }),
  ],
  [
    'a position selected twice',
    /selection\.indices with \d+ different positions below 32 a head, got \[/,
    (): void => reselect((indices) => void indices.fill(1, 0, 2)),
  ],
  [
    'a position beyond the sequence',
    /selection\.indices with \d+ different positions below 32 a head, got \[32, /,
    () => reselect((indices) => void indices.fill(32, 0, 1)),
  ],
  [
    'a missing weight',
    /expected float32 \[3, 16\], got nothing \(weight router\.weight\)/,
    () => reheader(({ 'router.weight': unused, ...rest }) => ({ ...rest, unused })),
  ],
  [
    'a missing result',
    /expected tensor y of \[2, 32, 16\], got nothing/,
    () => reheader(({ y: unused, ...rest }) => ({ ...rest, unused })),
  ],
])('names the file and the cause for %s', async (_name, message, damage) => {
  damage();
  await expect(listCases({ golden: directory })).rejects.toMatchObject({
    code: 'golden',
    message: expect.stringMatching(message),
  });
});
