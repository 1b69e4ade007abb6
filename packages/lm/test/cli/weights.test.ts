import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { loadCheckpoint } from '../../src/node/index';
import { command, type Files, files, temporaryFolder } from './support';

let given: Files;
beforeAll(async () => {
  given = await files();
});

it('writes all but the moments, which the other commands do without', async () => {
  const out = join(temporaryFolder(), 'made/small.safetensors');
  const { code, stdout } = await command('weights', given.expert, '--out', out, '--json');
  expect(code).toBe(0);
  const before = await loadCheckpoint(given.expert);
  const { moments, ...state } = before.state;
  expect(moments).toBeDefined();
  const made = await loadCheckpoint(out);
  expect(made).toEqual({ ...before, state });
  const bytes = { before: statSync(given.expert).size, now: statSync(out).size };
  expect(JSON.parse(stdout)).toEqual({ checkpoint: given.expert, out, bytes });
  expect(bytes.now).toBeLessThan(0.5 * bytes.before);

  const words = ['--text', given.text, '--windows', '2', '-b', 'reference', '--json'];
  const [whole, small] = [await command('eval', given.expert, ...words), await command('eval', out, ...words)];
  expect(small.code).toBe(0);
  expect(JSON.parse(small.stdout).loss).toBe(JSON.parse(whole.stdout).loss);
});

it('replaces nothing that it was not told to, and says what it needs', async () => {
  const out = join(temporaryFolder(), 'there.safetensors');
  writeFileSync(out, 'mine');
  const refused = await command('weights', given.expert, '--out', out);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/a file that is not there yet \(--force replaces it\)/);
  expect(statSync(out).size).toBe(4);
  expect((await command('weights', given.expert)).stderr).toMatch(
    /--out: expected a file to write the new checkpoint to/,
  );
  expect((await command('weights', given.expert, '--out', out, '--force')).code).toBe(0);
  expect((await loadCheckpoint(out)).state.moments).toBeUndefined();
});
