import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { writeSafetensors } from '../src';
import { metadata, tensors } from './support/arbitrary';

const python = ['python3', 'python'].find((name) => {
  return spawnSync(name, ['-c', 'import ml_dtypes, numpy, safetensors']).status === 0;
});

const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
afterAll(() => rmSync(folder, { recursive: true }));

it.skipIf(!python)(
  `the Python library reads what is written here, and writes the same bytes again${
    python ? '' : ' (skipped: no Python with numpy, ml_dtypes and safetensors; the fixtures hold the same)'
  }`,
  () => {
    const count = 200;
    // Its writer makes no JSON of no tensors with empty metadata.
    const samples = fc
      .sample(fc.tuple(tensors, metadata), count)
      .filter(([given, strings]) => !strings || Object.keys(strings).length + Object.keys(given).length > 0);
    const files = samples.map(([given, strings]) => Buffer.from(writeSafetensors(given, { metadata: strings })));
    for (const [i, file] of files.entries()) writeFileSync(join(folder, `${i}.safetensors`), file);
    const script = `
import sys, ml_dtypes, pathlib
from safetensors import safe_open
from safetensors.numpy import save_file
for i in range(${files.length}):
    path = pathlib.Path(sys.argv[1]) / f"{i}.safetensors"
    with safe_open(path, "np") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}
        metadata = file.metadata()
    path.unlink()
    save_file(tensors, path, metadata)
`;
    const { status, stderr } = spawnSync(python!, ['-c', script, folder], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const [i, file] of files.entries()) {
      expect(readFileSync(join(folder, `${i}.safetensors`)).equals(file), `file ${i}`).toBe(true);
    }
  },
);
