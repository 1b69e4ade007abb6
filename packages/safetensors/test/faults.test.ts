import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseSafetensors, type Tensor, writeSafetensors } from '../src';
import { writeSafetensorsFile } from '../src/node';
import { runChildInShell, startChild } from './support/child';

const old: Record<string, Tensor> = { x: { dtype: 'I32', shape: [3], data: Int32Array.of(1, 2, 3) } };
const oldBytes = Buffer.from(writeSafetensors(old));
const name = 'model.safetensors';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
  path = join(folder, name);
  await writeSafetensorsFile(path, old);
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes 1 MB, in pieces, and prints why it could not, and what is in the folder then. */
const writeTooMuch = `
  import { readdirSync, readFileSync } from 'node:fs';
  import { dirname } from 'node:path';
  const data = Array.from({ length: 16 }, () => new Uint8Array(65536));
  const before = readFileSync(path, 'base64');
  const error = await writeSafetensorsFile(path, { x: { dtype: 'U8', shape: [2 ** 20], data } }).catch((e) => e);
  print({
    ours: error instanceof SafetensorsError,
    code: error?.code,
    cause: error?.cause?.code,
    message: error?.message,
    same: before === readFileSync(path, 'base64'),
    files: readdirSync(dirname(path)),
  });`;
const refused = (cause: string) => ({
  ours: true,
  code: 'write',
  cause,
  message: expect.stringContaining(`expected a file that can be written, got ${cause}`),
  same: true,
  files: [name],
});

// A namespace of its own lets a user mount, and takes the mount away with the process.
const namespace = ['unshare', '-rm', 'sh'];
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;

it.skipIf(!canMount)(
  `leaves the old file on a disk that is full${canMount ? '' : ' (skipped: no tmpfs can be mounted here)'}`,
  () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const prepare = `mount -t tmpfs -o size=256k tmpfs '${disk}' && cp '${path}' '${disk}'`;
    const result = runChildInShell(namespace, prepare, writeTooMuch, join(disk, name));
    expect(result).toEqual(refused('ENOSPC'));
  },
);

it.skipIf(!canMount)(
  `leaves the old file on a disk that cannot be written${canMount ? '' : ' (skipped: no tmpfs can be mounted here)'}`,
  () => {
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    const prepare = `mount -t tmpfs tmpfs '${disk}' && cp '${path}' '${disk}' && mount -o remount,ro '${disk}'`;
    const result = runChildInShell(namespace, prepare, writeTooMuch, join(disk, name));
    expect(result).toEqual(refused('EROFS'));
  },
);

const isWindows = process.platform === 'win32';

it.skipIf(isWindows)(
  `leaves the old file where a file may not grow${isWindows ? ' (skipped: Windows has no ulimit)' : ''}`,
  () => {
    const result = runChildInShell(['sh'], 'ulimit -f 256', writeTooMuch, path);
    expect(result).toEqual(refused('EFBIG'));
    expect(readFileSync(path).equals(oldBytes)).toBe(true);
  },
);

it('leaves the old file when it is killed while it writes, and the next write removes the rest', async () => {
  const child = await startChild(
    `async function* data() {
      yield new Uint8Array(65536);
      print('half'); // what came before is written when the next piece is asked for
      await new Promise((resolve) => setTimeout(resolve, 2 ** 30));
    }
    await writeSafetensorsFile(path, { x: { dtype: 'U8', shape: [2 ** 20], data: data() } });`,
    path,
  );
  const half = readdirSync(folder).filter((file) => file !== name);
  expect(half).toEqual([expect.stringMatching(/^\.model\.safetensors\..*\.tmp$/)]);
  expect(readFileSync(join(folder, half[0]!)).length).toBeGreaterThan(65536);

  // It still runs, so its file stays, and both can write.
  await writeSafetensorsFile(path, old);
  expect(readdirSync(folder).sort()).toEqual([...half, name].sort());

  const gone = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await gone;
  expect(readFileSync(path).equals(oldBytes)).toBe(true);
  expect(readdirSync(folder)).toHaveLength(2);

  await writeSafetensorsFile(path, { y: old.x! });
  expect(readdirSync(folder)).toEqual([name]);
  expect([...parseSafetensors(readFileSync(path)).tensors.keys()]).toEqual(['y']);
});

it('is never seen half written: whoever reads meanwhile gets the old file or the new one', async () => {
  const sizes = [10_000, 3, 70_000, 500];
  let writing = true;
  const writes = (async () => {
    for (let i = 0; i < 40; i++) {
      const data = new Int32Array(sizes[i % sizes.length]!).fill(i);
      await writeSafetensorsFile(path, { x: { dtype: 'I32', shape: [data.length], data } });
    }
    writing = false;
  })();
  let reads = 0;
  while (writing) {
    const { data } = parseSafetensors(readFileSync(path)).tensors.get('x')!;
    if (!sizes.includes(data.length)) expect(data).toEqual(old.x!.data);
    else if (data.length !== 3) expect(new Set<number | bigint>(data).size).toBe(1);
    reads++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await writes;
  expect(reads).toBeGreaterThan(0);
  expect(readdirSync(folder)).toEqual([name]);
});

it('lets many write the same path at once: one of them wins, and nothing is left', async () => {
  const contents = Array.from({ length: 20 }, (_, i) => ({ x: { ...old.x!, data: Int32Array.of(i, i, i) } as Tensor }));
  await Promise.all(contents.map((tensors) => writeSafetensorsFile(path, tensors)));
  const bytes = readFileSync(path);
  expect(contents.some((tensors) => bytes.equals(writeSafetensors(tensors)))).toBe(true);
  expect(readdirSync(folder)).toEqual([name]);
});
