import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { runChild } from './support/child';
import { entry, fileOf } from './support/file';

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A file of 3 GiB of zeros that a file system with holes stores in a few kB. */
function sparseFile(path: string): boolean {
  const length = 3 * 2 ** 30;
  const head = fileOf(`{${entry('x', 'F32', [length / 4], 0, length)}}`);
  const file = openSync(path, 'w');
  try {
    writeSync(file, head);
    ftruncateSync(file, head.length + length);
    writeSync(file, Float32Array.of(1.5), 0, 4, head.length + length - 4);
  } catch {
    return false; // no file may be so long
  } finally {
    closeSync(file);
  }
  return statSync(path).blocks * 512 < 2 ** 20;
}

const sparse = join(folder, 'sparse.safetensors');
const hasHoles = sparseFile(sparse);

it.skipIf(!hasHoles)(
  `reads 3 GiB in pieces with a heap of 32 MB${hasHoles ? '' : ' (skipped: this file system has no sparse files)'}`,
  () => {
    const result = runChild(
      `const file = await openSafetensorsFile(path);
      let length = 0;
      let last = 0;
      for await (const piece of file.chunks('x')) {
        length += piece.length;
        last = piece.at(-1);
      }
      print({ length, last, peak: process.resourceUsage().maxRSS * 1024 });`,
      sparse,
      ['--max-old-space-size=32'],
    ) as { length: number; last: number; peak: number };
    expect(result).toMatchObject({ length: 3 * 2 ** 28, last: 1.5 });
    expect(result.peak).toBeLessThan(2 ** 29);
  },
);

it('writes 256 MiB in pieces without holding them', () => {
  const path = join(folder, 'large.safetensors');
  const result = runChild(
    `const count = 256;
    function* data() {
      for (let i = 0; i < count; i++) yield new Float32Array(2 ** 18).fill(i);
    }
    await writeSafetensorsFile(path, { x: { dtype: 'F32', shape: [count, 2 ** 18], data: data() } });
    const file = await openSafetensorsFile(path);
    let i = 0;
    let wrong = 0;
    for await (const piece of file.chunks('x', 2 ** 20)) {
      if (piece[0] !== i || piece.at(-1) !== i) wrong++;
      i++;
    }
    print({ pieces: i, wrong, peak: process.resourceUsage().maxRSS * 1024 });`,
    path,
    ['--max-old-space-size=32'],
  ) as { pieces: number; wrong: number; peak: number };
  expect(result).toMatchObject({ pieces: 256, wrong: 0 });
  expect(result.peak).toBeLessThan(192 * 2 ** 20);
});
