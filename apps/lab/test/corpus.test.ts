import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadCorpus } from '../src/data/corpus';
import { presetOf } from '../src/settings/presets';
import { json, lab, small, temporaryFolder } from './support/command';

const { settings } = presetOf('tiny');
const load = (bytes: Uint8Array, tokenizer: 'bytes' | 'characters', valid?: Uint8Array) => {
  const folder = temporaryFolder();
  const [data, other] = [join(folder, 'data'), join(folder, 'valid')];
  writeFileSync(data, bytes);
  if (valid) writeFileSync(other, valid);
  return { data, corpus: () => loadCorpus({ ...settings, data, valid: valid ? other : '', tokenizer }) };
};
const utf8 = (text: string) => new TextEncoder().encode(text);
const text = 'größer, 数, 🙂 und\n'.repeat(40);

describe('bytes', () => {
  const any = Uint8Array.from({ length: 2560 }, (_, i) => (i * 7919) % 256);

  it.each([
    ['of a binary file', any],
    ['of Latin-1', Uint8Array.from(Buffer.from('größer\n'.repeat(100), 'latin1'))],
    ['of UTF-16', Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le'))],
    ['of UTF-8', utf8(`\ufeff${text}`)],
  ])('%s are its tokens', (_, bytes) => {
    const { train, valid, identity } = load(bytes, 'bytes').corpus();
    expect([...train.tokens, ...valid.tokens]).toEqual([...bytes]);
    expect([train.bytes, valid.bytes]).toEqual([train.tokens.length, valid.tokens.length]);
    expect(valid.tokens.length / bytes.length).toBeCloseTo(0.1, 1);
    expect(identity.train.bytes).toBe(bytes.length);
    const packed = load(gzipSync(bytes), 'bytes').corpus();
    expect(packed.train).toEqual(train);
    const apart = load(bytes, 'bytes', any).corpus();
    expect([[...apart.train.tokens], [...apart.valid.tokens]]).toEqual([[...bytes], [...any]]);
  });

  it('and characters are cut at the same place of a text', () => {
    const bytes = load(utf8(text), 'bytes').corpus();
    const { tokenizer, train } = load(utf8(text), 'characters').corpus();
    expect(new TextDecoder().decode(Uint8Array.from(bytes.train.tokens))).toBe(tokenizer.decode(train.tokens));
  });
});

describe('characters', () => {
  const line = utf8('größer\n');
  it.each([
    ['Latin-1', [...line, ...line, 0x67, 0x72, 0xf6, 0x67], '0xf6 at byte 20, in line 3'],
    ['UTF-16', [...Buffer.from('\ufeffab', 'utf16le')], '0xff at byte 0, in line 1, as UTF-16 begins'],
    ['a character that is cut off', [...line, 0xf0, 0x9f, 0x99], '0xf0 at byte 9, in line 2'],
    ['a lone half of a pair', [...line, 0xed, 0xa0, 0x80, 0x61], '0xed at byte 9, in line 2'],
    ['too long a form', [0x61, 0xc0, 0x80], '0xc0 at byte 1, in line 1'],
    ['a byte that only continues', [0x61, 0x0a, 0x0a, 0x80], '0x80 at byte 3, in line 3'],
  ])('are refused in %s, with the place', (_, bytes, actual) => {
    for (const { data, corpus } of [load(Uint8Array.from(bytes), 'characters')])
      expect(corpus).toThrow(expect.objectContaining({ code: 'data', where: data, actual }));
    const valid = load(utf8(text), 'characters', Uint8Array.from(bytes));
    expect(valid.corpus).toThrow(expect.objectContaining({ code: 'data', actual }));
  });

  it('that are UTF-8 come as they are', () => {
    const { tokenizer, train, valid } = load(utf8(`\ufeff${text}`), 'characters').corpus();
    expect(tokenizer.decode(train.tokens) + tokenizer.decode(valid.tokens)).toBe(`\ufeff${text}`);
  });
});

it('the command refuses, trains and measures accordingly', async () => {
  const folder = temporaryFolder();
  const latin1 = join(folder, 'latin1.txt');
  writeFileSync(latin1, Buffer.from('größer und größer\n'.repeat(200), 'latin1'));
  const { code, stderr } = await lab('train', ...small(latin1, 2), '--out', join(folder, 'a'));
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `lab: ${latin1}: expected text in UTF-8 (a tokenizer of bytes takes any bytes), got 0xf6 at byte 2, in line 1\n`,
  });
  const bytes = [...small(latin1, 2), '--tokenizer', 'bytes'];
  expect(await lab('train', ...bytes, '--out', join(folder, 'b'))).toMatchObject({ code: 0 });
  expect(json<{ data: { train: { bytes: number } } }>(folder, 'b', 'run.json').data.train.bytes).toBe(3600);
  const measured = await lab('eval', join(folder, 'b'), '--text', latin1, '--backend', 'reference', '--json', '-');
  expect(JSON.parse(measured.stdout).tokens).toBe(3599);
});
