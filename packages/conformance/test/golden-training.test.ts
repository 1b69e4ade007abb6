import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createReferenceBackend } from '@mosa-js/reference';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CaseResult, type GoldenSource, listCases, runSuite } from '../src';
import { goldenDirectory } from '../src/golden/directory';

let directory: string;
const at = (...path: string[]) => join(directory, ...path);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'golden-'));
  cpSync('golden/training', at('training'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true }));

const idsOf = async (golden: string | GoldenSource) =>
  (await listCases({ golden, filter: 'golden/' })).map(({ id }) => id);
const run = 'training/hybrid-small';

describe('a directory of training runs', () => {
  it('may be all there is', async () => {
    expect(await idsOf(directory)).toEqual(['golden/training/hybrid-small']);
  });

  it('may stand beside layers', async () => {
    cpSync('golden', directory, { recursive: true });
    expect(await idsOf(directory)).toHaveLength(31);
  });

  it('may hold the runs alone, without any list of them', async () => {
    rmSync(at('training/cases.json'));
    expect(await idsOf(directory)).toEqual(['golden/training/hybrid-small']);
    expect(await idsOf(at('training'))).toEqual(['golden/training/hybrid-small']);
  });

  it('needs its list where folders cannot be listed', async () => {
    const { locate, read } = goldenDirectory(directory);
    expect(await idsOf({ locate, read })).toEqual(['golden/training/hybrid-small']);
    rmSync(at('training/cases.json'));
    await expect(idsOf({ locate, read })).rejects.toMatchObject({ code: 'golden' });
  });

  it('is named where it cannot be listed', async () => {
    const list = () => Promise.reject(new Error('EACCES: permission denied'));
    const message = `${directory}: expected a folder that can be listed, got EACCES: permission denied`;
    await expect(idsOf({ ...goldenDirectory(directory), list })).rejects.toMatchObject({ code: 'golden', message });
  });

  it('is judged: a copy with one wrong number in it fails, at the tensor that is wrong', async () => {
    tensor('final', 'optimizer.second.norm.weight', (data, offset) => {
      data.setFloat64(offset, data.getFloat64(offset, true) * 1.001, true);
    });
    const results: CaseResult[] = [];
    await runSuite(
      createReferenceBackend(),
      await listCases({ golden: directory, filter: 'golden/training' }),
      (result) => results.push(result),
    );
    expect(results).toMatchObject([{ status: 'fail', stage: 'second moments after step 12: norm.weight' }]);
  });
});

/** Changes a JSON file. */
const json = (file: string, change: (value: Record<string, unknown>) => unknown) => {
  const value = JSON.parse(readFileSync(at(run, file), 'utf8'));
  writeFileSync(at(run, file), JSON.stringify(change(value)));
};
/** Changes a tensor of a safetensors file from its offset on. */
function tensor(part: 'init' | 'final', name: string, change: (data: DataView, offset: number) => void): void {
  const file = at(run, `${part}.safetensors`);
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'));
  change(new DataView(bytes.buffer, bytes.byteOffset), 8 + length + header[name].data_offsets[0]);
  writeFileSync(file, bytes);
}
/** Changes a file's header, and its length with it. */
function reheader(part: 'init' | 'final', change: (header: Record<string, object>) => void): void {
  const file = at(run, `${part}.safetensors`);
  const bytes = readFileSync(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString('utf8'));
  change(header);
  const text = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(text.length));
  writeFileSync(file, Buffer.concat([size, text, bytes.subarray(8 + length)]));
}
const rename = (part: 'init' | 'final', from: string, to: string) =>
  reheader(part, (header) => {
    header[to] = header[from]!;
    delete header[from];
  });
const reshape = (part: 'init' | 'final', name: string, shape: number[]) =>
  reheader(part, (header) => {
    header[name] = { ...header[name], shape };
  });

describe('names the file and the cause for', () => {
  it.each<[string, RegExp, () => void]>([
    [
      'a list that is no JSON',
      /training\/cases\.json: expected JSON, got/,
      () => writeFileSync(at('training/cases.json'), '['),
    ],
    [
      'a list of something else',
      /training\/cases\.json: expected a list of names of folders, got \[{"name":"x"}\]/,
      () => writeFileSync(at('training/cases.json'), '[{"name":"x"}]'),
    ],
    [
      'a name that leaves the directory',
      /training\/cases\.json: expected a list of names of folders, got \[".."\]/,
      () => writeFileSync(at('training/cases.json'), '[".."]'),
    ],
    [
      'a run that is listed and not there',
      /training\/other\/case\.json: expected a file that can be read, got ENOENT/,
      () => writeFileSync(at('training/cases.json'), '["other"]'),
    ],
    [
      'the same run twice',
      /training: expected runs of different names, got hybrid-small/,
      () => writeFileSync(at('training/cases.json'), '["hybrid-small","hybrid-small"]'),
    ],
    ...['case.json', 'torch.json', 'init.safetensors', 'final.safetensors'].map(
      (file): [string, RegExp, () => void] => [
        `a missing ${file}`,
        new RegExp(`hybrid-small/${file}: expected a file that can be read, got ENOENT`),
        () => rmSync(at(run, file)),
      ],
    ),
    [
      'a folder in place of a file',
      /hybrid-small\/torch\.json: expected a file that can be read, got EISDIR/,
      () => {
        renameSync(at(run, 'torch.json'), at('torch.json'));
        mkdirSync(at(run, 'torch.json'));
      },
    ],
    ['a case that is no JSON', /case\.json: expected JSON, got/, () => writeFileSync(at(run, 'case.json'), '{')],
    [
      'a case that is no object',
      /case\.json: expected an object, got 3/,
      () => writeFileSync(at(run, 'case.json'), '3'),
    ],
    [
      'a case without a name',
      /case\.json name: expected a name, got/,
      () => json('case.json', ({ name: _, ...rest }) => rest),
    ],
    [
      'a number of steps that is none',
      /case\.json steps: expected a whole number from 1, got -1/,
      () => json('case.json', (value) => ({ ...value, steps: -1 })),
    ],
    [
      'too few learning rates',
      /case\.json learningRates: expected a list of 12 finite numbers, got \[1\]/,
      () => json('case.json', (value) => ({ ...value, learningRates: [1] })),
    ],
    [
      'a model that there cannot be',
      /case\.json: expected a whole number from 1, got 0 \(config\.layers\)/,
      () => json('case.json', (value) => ({ ...value, config: { ...(value.config as object), layers: 0 } })),
    ],
    [
      'a model of more layers than memory holds',
      /case\.json: expected at most 65536 layers, got 4000000000 \(config\.layers\)/,
      () => json('case.json', (value) => ({ ...value, config: { ...(value.config as object), layers: 4e9 } })),
    ],
    [
      'a model with dropout, whose masks are not stored',
      /case\.json: expected a model without routing heads and dropout/,
      () => json('case.json', (value) => ({ ...value, config: { ...(value.config as object), dropout: 0.5 } })),
    ],
    [
      'an optimizer that there cannot be',
      /case\.json: expected a number from 0, below 1, got 2 \(optimizer beta1\)/,
      () => json('case.json', (value) => ({ ...value, optimizer: { learningRate: 1, beta1: 2 } })),
    ],
    [
      'no losses',
      /torch\.json losses: expected a list of 12 finite numbers, got undefined/,
      () => json('torch.json', ({ losses: _, ...rest }) => rest),
    ],
    [
      'a norm that is no number',
      /torch\.json norms: expected a list of 12 finite numbers/,
      () => json('torch.json', (value) => ({ ...value, norms: Array(12).fill(null) })),
    ],
    [
      'a truncated file',
      /final\.safetensors: expected \d+ bytes of data after the header, got \d+ bytes/,
      () => writeFileSync(at(run, 'final.safetensors'), readFileSync(at(run, 'final.safetensors')).subarray(0, -8)),
    ],
    [
      'a missing parameter',
      /init\.safetensors: expected tensor norm\.weight of F64 \[32\], got nothing/,
      () => rename('init', 'norm.weight', 'norm.weighs'),
    ],
    [
      'a missing moment',
      /final\.safetensors: expected tensor optimizer\.first\.norm\.weight of F64 \[32\], got nothing/,
      () => rename('final', 'optimizer.first.norm.weight', 'optimizer.first.norm.weighs'),
    ],
    [
      'a parameter of another shape',
      /init\.safetensors: expected tensor norm\.weight of F64 \[32\], got F64 \[4, 8\]/,
      () => reshape('init', 'norm.weight', [4, 8]),
    ],
    [
      'a parameter that is not exact in float32',
      /init\.safetensors: expected tensor norm\.weight with values that are exact in float32, got 0\.1/,
      () => tensor('init', 'norm.weight', (data, offset) => data.setFloat64(offset, 0.1, true)),
    ],
    [
      'a result that is not finite',
      /final\.safetensors: expected tensor norm\.weight of F64 \[32\] with finite values, got NaN/,
      () => tensor('final', 'norm.weight', (data, offset) => data.setFloat64(offset, Number.NaN, true)),
    ],
    [
      'a token out of range',
      /init\.safetensors: expected token ids from 0 to 39, got 40/,
      () => tensor('init', 'tokens', (data, offset) => data.setInt32(offset, 40, true)),
    ],
  ])('%s', async (_name, message, damage) => {
    damage();
    await expect(listCases({ golden: directory })).rejects.toMatchObject({
      code: 'golden',
      message: expect.stringMatching(message),
    });
  });
});
