import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryPath } from '@mosa-js/command/temporary';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Tensor, writeSafetensors } from '../src';
import { checkWritable, openSafetensorsFile, writeSafetensorsFile } from '../src/node';

const tensors: Record<string, Tensor> = { x: { dtype: 'F64', shape: [2], data: Float64Array.of(1, 2) } };
const bytes = Buffer.from(writeSafetensors(tensors));

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  path = join(folder, 'model.safetensors');
});
afterEach(() => rmSync(folder, { recursive: true }));

const isWindows = process.platform === 'win32';
const posix = (name: string) => (isWindows ? `${name} (skipped: Windows has neither)` : name);

it('takes a URL of a file', async () => {
  await writeSafetensorsFile(pathToFileURL(path), tensors);
  const file = await openSafetensorsFile(pathToFileURL(path));
  expect(await file.read('x')).toEqual(tensors.x);
  await file.close();
});

it('takes a path relative to the working directory', async () => {
  const relative = 'relative.tmp.safetensors';
  await writeSafetensorsFile(relative, tensors);
  expect(readFileSync(relative).equals(bytes)).toBe(true);
  rmSync(relative);
});

it.each([
  ['a file that is not there', 'nothing.safetensors', /ENOENT/],
  ['a folder', '.', /a folder|EISDIR|EPERM/],
  ['a file below a file', 'file/x', /ENOTDIR|ENOENT/],
])('says why it cannot read %s', async (_name, file, reason) => {
  writeFileSync(join(folder, 'file'), '');
  const where = join(folder, file);
  await expect(openSafetensorsFile(where)).rejects.toMatchObject({
    code: 'read',
    where,
    message: expect.stringMatching(reason),
  });
});

it.each([
  ['into a folder that is not there', 'nothing/x', /ENOENT/],
  ['over a folder', 'sub', /got a folder/],
  ['below a file', 'file/x', /ENOTDIR|ENOENT/],
])('says why it cannot write %s', async (_name, file, reason) => {
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'file'), '');
  const where = join(folder, file);
  await expect(writeSafetensorsFile(where, tensors)).rejects.toMatchObject({
    code: 'write',
    where,
    message: expect.stringMatching(reason),
  });
  await expect(checkWritable(where)).rejects.toMatchObject({ code: 'write', where });
  expect(readdirSync(folder).sort()).toEqual(['file', 'sub']);
});

it('finds before that it can write, and leaves what is there', async () => {
  writeFileSync(path, 'old');
  await checkWritable(path);
  expect(readdirSync(folder)).toEqual(['model.safetensors']);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

it.skipIf(isWindows)(posix('neither waits for a pipe nor replaces a device'), async () => {
  const pipe = join(folder, 'pipe');
  expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
  await expect(openSafetensorsFile(pipe)).rejects.toMatchObject({ code: 'read', actual: 'a device' });
  await expect(writeSafetensorsFile(pipe, tensors)).rejects.toMatchObject({ code: 'write', actual: 'a device' });
  await expect(writeSafetensorsFile('/dev/full', tensors)).rejects.toMatchObject({ code: 'write', actual: 'a device' });
});

it.skipIf(isWindows)(posix('keeps the permissions of the file and the link that leads to it'), async () => {
  writeFileSync(path, 'old');
  chmodSync(path, 0o640);
  const link = join(folder, 'latest');
  symlinkSync('model.safetensors', link);
  await writeSafetensorsFile(link, tensors);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o640);
});

it('removes what dead processes left of this file, and nothing else', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const [prefix, host] = /^(.*\.)([0-9a-f]{8})-\d+-[0-9a-f]{8}\.tmp$/.exec(temporaryPath(path))!.slice(1) as [
    string,
    string,
  ];
  const anotherHost = host === '00000000' ? '11111111' : '00000000';
  const ago = (file: string, hours: number) => {
    writeFileSync(file, 'half');
    utimesSync(file, Date.now() / 1000, Date.now() / 1000 - hours * 3600);
    return file.slice(folder.length + 1);
  };
  expect(host).not.toContain(hostname());
  ago(`${prefix}${host}-${dead}-0a0a0a0a.tmp`, 0);
  ago(`${prefix}${host}-${process.pid}-0b0b0b0b.tmp`, 48); // of a process that had our id before
  ago(`${prefix}${anotherHost}-1-0c0c0c0c.tmp`, 25);
  const kept = [
    ago(`${prefix}${host}-${process.pid}-0d0d0d0d.tmp`, 0),
    ago(`${prefix}${host}-${process.ppid}-0e0e0e0e.tmp`, 48),
    ago(`${prefix}${anotherHost}-1-0f0f0f0f.tmp`, 23),
    ago(`${prefix}tmp`, 48),
    ago(join(folder, `.other.safetensors.${host}-${dead}-0a0a0a0a.tmp`), 48),
  ];
  await writeSafetensorsFile(path, tensors);
  expect(readdirSync(folder).sort()).toEqual([...kept, 'model.safetensors'].sort());
});

it('writes a file whose name is as long as a name may be', async () => {
  const long = join(folder, `${'n'.repeat(243)}.safetensors`);
  await writeSafetensorsFile(long, tensors);
  expect(readFileSync(long).equals(bytes)).toBe(true);
});

it('may be closed while the rest goes on, and then refuses to read', async () => {
  await writeSafetensorsFile(path, tensors);
  const file = await openSafetensorsFile(path);
  await file.close();
  await expect(file.read('x')).rejects.toMatchObject({ code: 'read', where: path });
});

it('reads the file it opened, though another took its name', async () => {
  await writeSafetensorsFile(path, tensors);
  const file = await openSafetensorsFile(path);
  await writeSafetensorsFile(path, {});
  expect(await file.read('x')).toEqual(tensors.x);
  await file.close();
});
