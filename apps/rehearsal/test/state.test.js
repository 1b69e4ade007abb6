import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openState } from '../src/state.js';

let home;
let folder;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mosa-state-'));
  folder = join(home, 'state');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it('keeps what is done for the same key, and begins anew for another', async () => {
  const first = await openState(folder, 'a');
  first.save('pack', { status: 'passed' });
  writeFileSync(join(folder, 'tmp/rest'), '');
  mkdirSync(join(folder, 'tarballs'));
  await first.close();
  const second = await openState(folder, 'a');
  expect([second.isNew, second.results]).toEqual([false, { pack: { status: 'passed' } }]);
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  expect(existsSync(join(folder, 'tarballs'))).toBe(true);
  await second.close();
  const other = await openState(folder, 'b');
  expect([other.isNew, other.results, existsSync(join(folder, 'tarballs'))]).toEqual([true, {}, false]);
  await other.remove();
  expect(readdirSync(home)).toEqual([]);
});

it('begins anew where what was kept is cut off', async () => {
  await (await openState(folder, 'a')).close();
  writeFileSync(join(folder, 'state.json'), '{"key":"a","resu');
  const state = await openState(folder, 'a');
  expect(state.isNew).toBe(true);
  await state.close();
});

it('is one process’s at a time, and free again when that one is killed', async () => {
  const url = JSON.stringify(new URL('../src/state.js', import.meta.url).href);
  const program = `import { openState } from ${url};
    await openState(${JSON.stringify(folder)}, 'a');
    console.log('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((done) => child.stdout.once('data', done));
  await expect(openState(folder, 'a')).rejects.toThrow(
    /no other rehearsal of this working copy, got one that is running/,
  );
  child.kill('SIGKILL');
  await new Promise((done) => child.once('exit', done));
  await (await openState(folder, 'a')).close();
});
