import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Context } from '../src/context';
import { parseOptions } from '../src/options';
import { placeOf, unpackWheel } from '../src/unpack';
import { chooseWheel } from '../src/wheels';
import { zip } from './support/zip';

const folder = mkdtempSync(join(tmpdir(), 'mosa-parts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const context: Context = {
  report: { step: () => undefined, progress: () => undefined, end: () => undefined },
  signal: new AbortController().signal,
};

describe('the wheel', () => {
  it('is chosen by flavour and machine, or refused', () => {
    expect(chooseWheel('cpu', 'linux', 'x64')).toMatchObject({ project: 'tensorflow-cpu', version: '2.18.1' });
    expect(chooseWheel('gpu', 'linux', 'x64')).toMatchObject({ project: 'tensorflow', version: '2.18.1' });
    expect(chooseWheel('cpu', 'linux', 'arm64').platforms[0]).toContain('aarch64');
    for (const [platform, arch] of [
      ['linux', 'arm64'],
      ['darwin', 'arm64'],
      ['win32', 'x64'],
    ] as const) {
      expect(() => chooseWheel('gpu', platform, arch)).toThrow(`got ${platform} on ${arch}`);
    }
  });

  it.each([
    ['tensorflow/libtensorflow_cc.so.2', 'lib/libtensorflow_cc.so.2'],
    ['tensorflow/libtensorflow_framework.so.2', 'lib/libtensorflow_framework.so.2'],
    ['tensorflow.libs/libomp-6196b3b5.so.5', 'tensorflow.libs/libomp-6196b3b5.so.5'],
    ['tensorflow/include/tensorflow/c/eager/c_api.h', 'include/tensorflow/c/eager/c_api.h'],
    ['tensorflow/include/tsl/platform/ctstring_internal.h', 'include/tsl/platform/ctstring_internal.h'],
    ['tensorflow/include/xla/tsl/c/tsl_status.h', 'include/xla/tsl/c/tsl_status.h'],
    ['tensorflow/include/tensorflow/core/graph.h', undefined],
    ['tensorflow/python/_pywrap_tfe.so', undefined],
    ['tensorflow/lite/libtensorflow_cc.so.2', undefined],
  ])('%s goes to %s', (entry, place) => expect(placeOf(entry)).toBe(place));

  const entries = {
    'tensorflow/libtensorflow_cc.so.2': Buffer.from('first'),
    'tensorflow/libtensorflow_framework.so.2': Buffer.from('second'),
  };
  const unpack = (name: string, bytes: Buffer) => {
    writeFileSync(join(folder, name), bytes);
    mkdirSync(join(folder, `${name}.out`));
    return unpackWheel(join(folder, name), join(folder, `${name}.out`), context);
  };

  it.each<[string, Buffer, RegExp]>([
    ['is no zip file', Buffer.from('no zip file at all, though long enough for one'), /a wheel, which is a zip file/],
    ['was cut short', zip(entries).subarray(0, -30), /a wheel, which is a zip file/],
    ['has a wrong checksum', zip(entries, { broken: true }), /undamaged, got the checksum of .*cc\.so\.2 is wrong/],
    [
      'lacks a library',
      zip({ 'tensorflow/libtensorflow_cc.so.2': Buffer.alloc(3) }),
      /a wheel with libtensorflow_framework/,
    ],
  ])('that %s is refused', async (name, bytes, message) => {
    await expect(unpack(name, bytes)).rejects.toMatchObject({ code: 'data', message: expect.stringMatching(message) });
  });

  it('that is whole is unpacked, with links for the linker', async () => {
    expect(await unpack('whole', zip(entries))).toEqual({
      'lib/libtensorflow_cc.so.2': 5,
      'lib/libtensorflow_framework.so.2': 6,
    });
    expect(readFileSync(join(folder, 'whole.out/lib/libtensorflow.so'), 'utf8')).toBe('first');
    expect(readFileSync(join(folder, 'whole.out/lib/libtensorflow_framework.so'), 'utf8')).toBe('second');
  });
});

it('paths on the command line start from the working directory', () => {
  expect(parseOptions(['--wheel', 'a.whl', '--cache', 'c', 'p'], '/w')).toMatchObject({
    flavor: 'cpu',
    wheel: '/w/a.whl',
    cache: '/w/c',
    packages: ['/w/p'],
    task: 'provision',
  });
});
