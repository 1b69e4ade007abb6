import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRunner } from '../src/runner.js';

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosa-runner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const runnerWith = (signal) => createRunner({ env: process.env, signal, onProgress: () => undefined });
const anything = new AbortController().signal;

/** A program that starts another one, which writes its id into a file and never ends. */
const family = () => {
  const never = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'id'))}, String(process.pid)); setInterval(() => {}, 1000)`;
  return [
    '-e',
    `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(never)}]); setInterval(() => {}, 1000)`,
  ];
};

async function grandchild() {
  for (;;) {
    const text = existsSync(join(folder, 'id')) ? readFileSync(join(folder, 'id'), 'utf8') : '';
    if (text) return Number(text);
    await sleep(20);
  }
}

async function hasEnded(id) {
  const isAlive = () => {
    try {
      process.kill(id, 0);
      // A process that nobody has waited for is none any more.
      return !existsSync(`/proc/${id}/stat`) || !/\) Z /.test(readFileSync(`/proc/${id}/stat`, 'utf8'));
    } catch {
      return false;
    }
  };
  while (isAlive()) await sleep(20);
  return true;
}

it('gives what a command said, and refuses another exit code with it', async () => {
  const run = runnerWith(anything);
  const { code, stdout } = await run(process.execPath, ['-e', 'console.log(process.cwd())'], { cwd: folder });
  expect([code, stdout.trim().endsWith(folder)]).toEqual([0, true]);
  const failing = ['-e', 'console.error("no space"); process.exit(3)'];
  await expect(run(process.execPath, failing, { cwd: folder })).rejects.toThrow(
    /expected exit code 0, got 3: no space/,
  );
  expect((await run(process.execPath, failing, { cwd: folder, exitCodes: [3] })).code).toBe(3);
  await expect(run(join(folder, 'none'), [], { cwd: folder })).rejects.toThrow(/127: .*ENOENT/);
});

it('ends a command that takes too long', async () => {
  const never = ['-e', 'setInterval(() => {}, 1000)'];
  const late = runnerWith(anything)(process.execPath, never, { cwd: folder, seconds: 1 });
  await expect(late).rejects.toThrow(/expected an end within 1 s/);
});

it('ends what a command has started where the command ends, or is not wanted any more', async () => {
  const controller = new AbortController();
  const run = runnerWith(controller.signal);
  const [flag, started] = family();
  const file = JSON.stringify(join(folder, 'id'));
  const ends = `${started}; setInterval(() => require('fs').existsSync(${file}) && process.exit(), 20)`;
  await run(process.execPath, [flag, ends], { cwd: folder });
  expect(await hasEnded(await grandchild())).toBe(true);
  rmSync(join(folder, 'id'));
  const refused = expect(run(process.execPath, family(), { cwd: folder })).rejects.toThrow('not any more');
  const id = await grandchild();
  controller.abort(new Error('not any more'));
  await refused;
  expect(await hasEnded(id)).toBe(true);
});

it('leaves nothing running where its process is killed', async () => {
  const program = join(folder, 'program.mjs');
  writeFileSync(
    program,
    `import { createRunner } from ${JSON.stringify(new URL('../src/runner.js', import.meta.url).href)};
    const run = createRunner({ env: process.env, signal: new AbortController().signal, onProgress() {} });
    await run(process.execPath, ${JSON.stringify(family())}, { cwd: ${JSON.stringify(folder)} });`,
  );
  const parent = spawn(process.execPath, [program], { stdio: 'inherit' });
  const id = await grandchild();
  parent.kill('SIGKILL');
  expect(await hasEnded(id)).toBe(true);
});
