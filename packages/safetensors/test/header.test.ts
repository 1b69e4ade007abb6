import { expect, it } from 'vitest';
import { openSafetensors, parseSafetensors, type SafetensorsErrorCode } from '../src';
import { entry, fileOf } from './support/file';

const u8 = (name: string, begin: number, end: number) => entry(name, 'U8', [end - begin], begin, end);
const of = (shape: string, offsets: string, dtype = '"U8"') =>
  `{"a":{"dtype":${dtype},"shape":${shape},"data_offsets":${offsets}}}`;
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

/** Name, what is wrong with it, code, message, file. */
const lies: [string, SafetensorsErrorCode, RegExp, Uint8Array][] = [
  ['no byte at all', 'size', /at least 8 bytes, got 0 bytes/, new Uint8Array()],
  ['7 bytes', 'size', /at least 8 bytes, got 7 bytes/, new Uint8Array(7)],
  ['a header beyond the file', 'size', /at most 2 bytes, got a header length of 3$/, fileOf('{}', 0, 3n)],
  [
    'a header of 2^64 - 1 bytes',
    'size',
    /got a header length of 18446744073709551615$/,
    fileOf('{}', 0, 2n ** 64n - 1n),
  ],
  ['a header length of 0', 'header', /got nothing$/, fileOf('{}', 0, 0n)],
  ['a header that ends too early', 'header', /an end before/, fileOf(`{${u8('a', 0, 1)}}`, 1, 20n)],
  ['a header that reaches into data', 'header', /no end at character/, fileOf(`{${u8('a', 0, 4)}}`, 4, 54n)],
  ['a space first', 'header', /begins with " \{\}"/, fileOf(' {}')],
  ['a byte order mark', 'header', /begins with "\ufeff\{\}"/, fileOf('\ufeff{}')],
  ['an array', 'header', /begins with "\[\]"/, fileOf('[]')],
  ['no JSON', 'header', /got no string at character 1$/, fileOf('{a:1}')],
  ['a comma last', 'header', /no string/, fileOf(`{${u8('a', 0, 1)},}`, 1)],
  ['text after it', 'header', /no end at character 3/, fileOf('{} x')],
  ['zero bytes after it', 'header', /no end at character 2/, fileOf('{}\0\0')],
  ['a byte that is not UTF-8', 'header', /not UTF-8/, fileOf(bytes('{"', [0xff], u8('a', 0, 1).slice(1), '}'), 1)],
  ['half a surrogate pair', 'header', /half a surrogate pair/, fileOf('{"\\ud800":1}')],
  ['arrays in arrays', 'header', /more than 32 levels/, fileOf(`{"a":${'['.repeat(1e5)}`)],
  ['a name twice', 'duplicate', /got "a" twice$/, fileOf(`{${u8('a', 0, 1)},${u8('a', 1, 2)}}`, 2)],
  ['a name twice at the same data', 'duplicate', /got "a" twice$/, fileOf(`{${u8('a', 0, 1)},${u8('a', 0, 1)}}`, 1)],
  [
    'an escaped name twice',
    'duplicate',
    /"a" twice/,
    fileOf(`{${u8('a', 0, 1)},"\\u0061${u8('a', 1, 2).slice(2)}}`, 2),
  ],
  ['a field twice', 'duplicate', /"dtype" twice/, fileOf('{"a":{"dtype":"U8","dtype":"U8"}}')],
  ['metadata twice', 'duplicate', /"__metadata__" twice/, fileOf('{"__metadata__":{},"__metadata__":{}}')],
  ['a metadata key twice', 'duplicate', /"k" twice/, fileOf('{"__metadata__":{"k":"1","k":"2"}}')],
  ['metadata null', 'metadata', /metadata by name, got null/, fileOf('{"__metadata__":null}')],
  ['metadata as a list', 'metadata', /got \["a"\]/, fileOf('{"__metadata__":["a"]}')],
  ['a number in metadata', 'metadata', /metadata "k" to be a string, got 1$/, fileOf('{"__metadata__":{"k":1}}')],
  ['an object in metadata', 'metadata', /got an object$/, fileOf('{"__metadata__":{"k":{}}}')],
  ['an entry that is no object', 'header', /tensor "a" with .*, got \["U8", a list\]/, fileOf('{"a":["U8",[1]]}')],
  ['a number as an entry', 'header', /tensor "a" with a dtype.*, got 1$/, fileOf('{"a":1}')],
  ['no dtype', 'dtype', /tensor "a" of BOOL, U8, .*I64, got nothing/, fileOf('{"a":{}}')],
  ['an unknown dtype', 'dtype', /got "F8_E4M3"$/, fileOf(of('[1]', '[0,1]', '"F8_E4M3"'), 1)],
  ['a dtype in small letters', 'dtype', /got "u8"$/, fileOf(of('[1]', '[0,1]', '"u8"'), 1)],
  ['a dtype that every object has', 'dtype', /got "constructor"$/, fileOf(of('[1]', '[0,1]', '"constructor"'), 1)],
  ['a dtype that is no string', 'dtype', /got \["U8"\]$/, fileOf(of('[1]', '[0,1]', '["U8"]'), 1)],
  ['no shape', 'shape', /tensor "a" with a shape .*got nothing$/, fileOf('{"a":{"dtype":"U8"}}')],
  ['a shape that is a number', 'shape', /got 1$/, fileOf(of('1', '[0,1]'), 1)],
  ['a negative size', 'shape', /got \[-1\]$/, fileOf(of('[-1]', '[0,1]'), 1)],
  ['two negative sizes', 'shape', /got \[-1, -1\]$/, fileOf(of('[-1,-1]', '[0,1]'), 1)],
  ['a size of minus zero', 'shape', /got \[-0\]$/, fileOf(of('[-0]', '[0,0]'))],
  ['a size with a fraction', 'shape', /got \[1\.5\]$/, fileOf(of('[1.5]', '[0,1]'), 1)],
  ['a size with a point', 'shape', /got \[1\.0\]$/, fileOf(of('[1.0]', '[0,1]'), 1)],
  ['a size with an exponent', 'shape', /got \[1e0\]$/, fileOf(of('[1e0]', '[0,1]'), 1)],
  ['a size in quotes', 'shape', /got \["1"\]$/, fileOf(of('["1"]', '[0,1]'), 1)],
  ['a size of 2^53', 'shape', /got \[9007199254740992, 0\]$/, fileOf(of('[9007199254740992,0]', '[0,0]'))],
  [
    'sizes whose product overflows',
    'shape',
    /2\^53 - 1 bytes, got \[4294967296, 4294967296\]$/,
    fileOf(of('[4294967296,4294967296]', '[0,0]')),
  ],
  [
    'bytes that overflow',
    'shape',
    /2\^53 - 1 bytes, got \[9007199254740991\]$/,
    fileOf(of('[9007199254740991]', '[0,0]', '"F64"')),
  ],
  ['no offsets', 'offsets', /two data_offsets, got nothing/, fileOf('{"a":{"dtype":"U8","shape":[1]}}', 1)],
  ['one offset', 'offsets', /two data_offsets, got \[0\]/, fileOf(of('[1]', '[0]'), 1)],
  ['three offsets', 'offsets', /two data_offsets, got \[0, 1, 1\]/, fileOf(of('[1]', '[0,1,1]'), 1)],
  ['a negative offset', 'offsets', /two data_offsets, got \[-1, 0\]/, fileOf(of('[1]', '[-1,0]'), 1)],
  ['an offset with a fraction', 'offsets', /got \[0\.5, 1\.5\]/, fileOf(of('[1]', '[0.5,1.5]'), 1)],
  [
    'an end before the beginning',
    'offsets',
    /of U8 \[1\] in 1 bytes, got data_offsets 1 to 0/,
    fileOf(of('[1]', '[1,0]'), 1),
  ],
  ['too few bytes for the shape', 'offsets', /in 2 bytes, got data_offsets 0 to 1/, fileOf(of('[2]', '[0,1]'), 1)],
  [
    'too many bytes for the shape',
    'offsets',
    /in 4 bytes, got data_offsets 0 to 8/,
    fileOf(of('[1]', '[0,8]', '"F32"'), 8),
  ],
  [
    'bytes for a tensor without elements',
    'offsets',
    /in 0 bytes, got data_offsets 0 to 1/,
    fileOf(of('[0]', '[0,1]'), 1),
  ],
  [
    'tensors that overlap',
    'offsets',
    /"b" to begin at byte 2, got 1: an overlap/,
    fileOf(`{${u8('a', 0, 2)},${u8('b', 1, 3)}}`, 3),
  ],
  [
    'two tensors in the same place',
    'offsets',
    /"b" to begin at byte 2, got 0: an overlap/,
    fileOf(`{${u8('a', 0, 2)},${u8('b', 0, 2)}}`, 2),
  ],
  [
    'a tensor within another',
    'offsets',
    /"b" to begin at byte 3, got 1: an overlap/,
    fileOf(`{${u8('b', 1, 2)},${u8('a', 0, 3)}}`, 3),
  ],
  [
    'an empty tensor within another',
    'offsets',
    /"b" to begin at byte 2, got 1: an overlap/,
    fileOf(`{${u8('a', 0, 2)},${u8('b', 1, 1)}}`, 2),
  ],
  [
    'an empty tensor beyond the end',
    'offsets',
    /"b" to begin at byte 2, got 3: a hole/,
    fileOf(`{${u8('a', 0, 2)},${u8('b', 3, 3)}}`, 3),
  ],
  ['a hole first', 'offsets', /"a" to begin at byte 0, got 1: a hole/, fileOf(`{${u8('a', 1, 2)}}`, 2)],
  [
    'a hole between',
    'offsets',
    /"b" to begin at byte 1, got 2: a hole/,
    fileOf(`{${u8('b', 2, 3)},${u8('a', 0, 1)}}`, 3),
  ],
  [
    'data after the last tensor',
    'size',
    /1 bytes of data after the header, got 2 bytes$/,
    fileOf(`{${u8('a', 0, 1)}}`, 2),
  ],
  ['data without a tensor', 'size', /0 bytes of data after the header, got 1 bytes$/, fileOf('{}', 1)],
  [
    'too little data',
    'size',
    /4 bytes of data after the header, got 3 bytes: the file is truncated/,
    fileOf(`{${u8('a', 0, 4)}}`, 3),
  ],
  ['a tensor of 8 PB', 'size', /the file is truncated/, fileOf(`{${u8('a', 0, 2 ** 53 - 1)}}`, 3)],
];

it.each(lies)('refuses %s', async (_name, code, message, file) => {
  const error = { code, where: 'model', message: expect.stringMatching(message) };
  expect(() => parseSafetensors(file, 'model')).toThrow(expect.objectContaining(error));
  // The same from a source, of which nothing but the header may be read.
  const headerEnd =
    file.length < 8 ? file.length : 8 + Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const read = async (offset: number, length: number) => {
    expect(offset + length).toBeLessThanOrEqual(Math.min(headerEnd, file.length));
    return file.slice(offset, offset + length);
  };
  await expect(openSafetensors({ name: 'model', size: file.length, read })).rejects.toMatchObject(error);
});

it('does not read a header above 100 MB from a file that is long enough', async () => {
  const prefix = fileOf('', 0, 100_000_001n);
  const read = async (offset: number, length: number) => {
    expect([offset, length]).toEqual([0, 8]);
    return prefix;
  };
  await expect(openSafetensors({ name: 'model', size: 2 ** 40, read })).rejects.toMatchObject({
    code: 'size',
    message: 'model: expected a header of at most 100000000 bytes, got one of 100000001',
  });
});

it('cuts a name of a megabyte in its message', () => {
  const file = fileOf(`{"${'x'.repeat(1e6)}":1}`);
  expect(() => parseSafetensors(file)).toThrow(/^safetensors: expected tensor "x{120}"… with a dtype/);
});

it.each([
  ['spaces and newlines after the header', `{${u8('a', 0, 1)}} \n\t`, 1],
  ['spaces within', `{ "a" : {"dtype": "U8",\n"shape":[ 1 ],"data_offsets":[0 , 1]} }`, 1],
  ['fields that nobody knows', '{"a":{"dtype":"U8","shape":[1],"more":{"x":[1.5,null]},"data_offsets":[0,1]}}', 1],
  ['fields in another order', '{"a":{"data_offsets":[0,1],"shape":[1],"dtype":"U8"}}', 1],
  ['empty tensors between others', `{${u8('a', 0, 2)},${u8('b', 2, 2)},${u8('c', 0, 0)},${u8('d', 2, 3)}}`, 3],
])('reads a file with %s', (_name, header, length) => {
  expect(parseSafetensors(fileOf(header, length)).tensors.get('a')!.dtype).toBe('U8');
});
