import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder, openOutput } from '../src/output';
import { temporaryFolder } from './support';

test('a file keeps what it had until the new text is complete', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'report.json');
  writeFileSync(path, 'old');
  const output = await openOutput(path, '--json');
  expect(readdirSync(folder)).toEqual(['report.json']);
  expect(readFileSync(path, 'utf8')).toBe('old');
  await output.write('new');
  expect(readdirSync(folder)).toEqual(['report.json']);
  expect(readFileSync(path, 'utf8')).toBe('new');
});

test('a link stays a link', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'real'), '');
  symlinkSync(join(folder, 'real'), join(folder, 'link'));
  await (await openOutput(join(folder, 'link'), '--json')).write('text');
  expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('text');
});

// Windows has no /dev/null.
test.skipIf(process.platform === 'win32')('a device is written to, not replaced', async () => {
  await (await openOutput('/dev/null', '--json')).write('text');
  expect(readFileSync('/dev/null', 'utf8')).toBe('');
});

test('a path that cannot be written is refused at once, with the cause', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'taken'));
  writeFileSync(join(folder, 'file'), '');
  await expect(openOutput(join(folder, 'taken'), '--json x')).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/^--json x: .*taken is a folder/),
  });
  await expect(openOutput(join(folder, 'file', 'x'), '--html')).rejects.toMatchObject({ code: 'output' });
});

test.skipIf(process.platform !== 'linux')('a path below a folder that refuses by ENOENT is refused, too', async () => {
  // Only Linux has /proc.
  await expect(openOutput('/proc/mosa/report.json', '--json')).rejects.toMatchObject({ code: 'output' });
});

test.skipIf(process.platform !== 'linux')('a folder below one that refuses by ENOENT is refused, too', async () => {
  await expect(makeFolder('/proc/mosa/results')).rejects.toMatchObject({ code: 'output' });
});

test('a folder is made with those above it, and may be there', async () => {
  const folder = join(temporaryFolder(), 'a', 'b');
  await makeFolder(folder);
  await makeFolder(folder);
  await expect(
    (await openOutput(join(folder, 'file'), 'file')).write('x').then(() => makeFolder(join(folder, 'file'))),
  ).rejects.toMatchObject({ code: 'output' });
});

test('a file may be filled by another program, as a whole or not at all', async () => {
  const folder = temporaryFolder();
  const output = await openOutput(join(folder, 'file'), '--out file');
  const half = (path: string) => {
    writeFileSync(path, 'half');
    throw new Error('no more');
  };
  await expect(output.fill(half)).rejects.toMatchObject({
    code: 'output',
    message: expect.stringMatching(/^--out file: .*no more/),
  });
  expect(readdirSync(folder)).toEqual([]);
  await output.fill((path) => writeFileSync(path, 'whole'));
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('whole');
});
