import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { softwareGpuEnvironment } from '../src';
import { findDriverPackage } from '../src/package';
import { readTar } from '../src/tar';
import { driverFiles, unpackDriver } from '../src/unpack';
import { temporaryFolder } from './temporary-folder';

function tarOf(files: Record<string, string>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, text]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(text.length.toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    header.fill(' ', 148, 156);
    const sum = header.reduce((a, b) => a + b, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148);
    const data = Buffer.alloc(Math.ceil(text.length / 512) * 512);
    data.write(text);
    return [header, data];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

const content = Object.fromEntries(driverFiles.map((name, i) => [name, name.repeat(40 + 30 * i)]));

function archive(folder: string, tar = tarOf({ 'libEGL.so': 'not needed', ...content })): string {
  const path = join(folder, 'driver.tar.br');
  writeFileSync(path, brotliCompressSync(tar));
  return path;
}

const unpacked = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('unpacking', () => {
  test('takes what is needed, once', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'cache', 'driver-1');
    await unpackDriver(archive(folder), target);
    expect(unpacked(target)).toEqual(content);
    const before = statSync(target).ino;
    rmSync(join(folder, 'driver.tar.br'));
    await unpackDriver(join(folder, 'driver.tar.br'), target); // the archive is not even looked at
    expect(statSync(target).ino).toBe(before);
  });

  test('by many at once leaves one whole folder and nothing else', async () => {
    const folder = temporaryFolder();
    const path = archive(folder);
    const target = join(folder, 'cache', 'driver-1');
    await Promise.all(Array.from({ length: 8 }, () => unpackDriver(path, target)));
    expect(unpacked(target)).toEqual(content);
    expect(readdirSync(join(folder, 'cache'))).toEqual(['driver-1']);
  });

  test.skipIf(process.platform !== 'linux')('a cache that cannot be made is refused, and does not hang', async () => {
    await expect(unpackDriver(archive(temporaryFolder()), '/proc/no/such/driver-1')).rejects.toThrow(
      '/proc/no/such: expected a folder that can be made',
    );
  });

  test('mends a folder in which a file is missing', async () => {
    const folder = temporaryFolder();
    const target = join(folder, 'driver-1');
    mkdirSync(target);
    writeFileSync(join(target, driverFiles[0]), 'old');
    await unpackDriver(archive(folder), target);
    expect(unpacked(target)).toEqual(content);
  });

  test.each<[string, (tar: Buffer) => Buffer, RegExp]>([
    ['cut off', (tar) => tar.subarray(0, 700), /cut off/],
    ['with a damaged header', (tar) => Buffer.concat([Buffer.from('x'), tar.subarray(1)]), /corrupt/],
    ['without the driver', () => tarOf({ 'libEGL.so': 'alone' }), /has no libvulkan\.so\.1/],
  ])('an archive %s leaves nothing behind', async (_, damage, message) => {
    const folder = temporaryFolder();
    const path = archive(folder, damage(tarOf(content)));
    await expect(unpackDriver(path, join(folder, 'cache', 'driver-1'))).rejects.toThrow(message);
    expect(readdirSync(join(folder, 'cache'))).toEqual([]);
  });
});

describe.skipIf(process.platform !== 'linux' || process.arch !== 'x64')('softwareGpuEnvironment', () => {
  /** A project with a package that looks like the real one. */
  function project(compressed: Buffer): string {
    const folder = temporaryFolder();
    const root = join(folder, 'node_modules/@sparticuz/chromium');
    mkdirSync(join(root, 'bin'), { recursive: true });
    writeFileSync(
      join(root, 'package.json'),
      '{"name": "@sparticuz/chromium", "version": "9.9.9", "exports": "./a.js"}',
    );
    writeFileSync(join(root, 'a.js'), '');
    writeFileSync(join(root, 'bin/swiftshader.tar.br'), compressed);
    return folder;
  }

  test('names the unpacked folder, before the folders that were there', async () => {
    const cwd = project(brotliCompressSync(tarOf(content)));
    const cache = join(cwd, 'cache');
    const env = await softwareGpuEnvironment({ cwd, cache });
    const folder = join(cache, 'swiftshader-9.9.9');
    expect(env?.VK_DRIVER_FILES).toBe(join(folder, 'vk_swiftshader_icd.json'));
    expect(env?.LD_LIBRARY_PATH?.split(':')[0]).toBe(folder);
    expect(unpacked(folder)).toEqual(content);
  });

  test.each<[string, (cwd: string) => string, Buffer]>([
    ['a corrupt archive', (cwd) => join(cwd, 'cache'), Buffer.from('no brotli')],
    ['a cache that is a file', (cwd) => join(cwd, 'node_modules/@sparticuz/chromium/a.js'), brotliCompressSync('')],
  ])('%s: unavailable, and it says what to do', async (_, cacheIn, compressed) => {
    const cwd = project(compressed);
    await expect(softwareGpuEnvironment({ cwd, cache: cacheIn(cwd) })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/SwiftShader of @sparticuz\/chromium 9\.9\.9 unpacked/),
    });
  });

  const installed = findDriverPackage([process.cwd()]);
  test.skipIf(installed === undefined)('the real package has all that is needed', () => {
    const files = readTar(brotliDecompressSync(readFileSync(installed!.archive)));
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining([...driverFiles]));
    expect(existsSync(installed!.archive)).toBe(true);
  });
});
