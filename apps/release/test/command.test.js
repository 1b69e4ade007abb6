import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../src/command.js';
import { startRegistry } from '../src/registry.js';
import { temporaryFolder } from './support/folders.js';
import { processesWith, until } from './support/processes.js';
import { createRepository, wanted } from './support/repository.js';

let cwd;
beforeEach(() => {
  cwd = temporaryFolder();
});

it('gives what a command printed, and its exit code', async () => {
  const script = "console.log('out'); console.error(process.env.some); process.exit(3)";
  const done = await run(['node', '-e', script], { cwd, env: { some: 'given' } });
  expect(done).toEqual({ code: 3, stdout: 'out\n', stderr: 'given\n' });
  expect(await run(['no-such-command'], { cwd })).toMatchObject({ code: 127, stderr: expect.stringMatching(/ENOENT/) });
});

it('does not tell a command in which package it runs', async () => {
  process.env.npm_package_name = 'outer';
  const { stdout } = await run(['node', '-p', 'process.env.npm_package_name'], { cwd });
  delete process.env.npm_package_name;
  expect(stdout).toBe('undefined\n');
});

describe.skipIf(process.platform !== 'linux')('leaves nothing running of a command (looks at /proc)', () => {
  /** Starts others, one of them in a session of its own. */
  const spread = () => {
    const script = join(cwd, 'spread.sh');
    const sleep = `node -e 'setTimeout(() => {}, 60000)' ${cwd}`;
    writeFileSync(script, `setsid ${sleep} & (${sleep} & ${sleep}) & touch ${cwd}/started; ${sleep}\n`);
    return script;
  };
  const started = () => until(() => existsSync(join(cwd, 'started')) && processesWith(cwd).length >= 5, 'all to start');
  const nothingLeft = () => until(() => processesWith(cwd).length === 0, 'nothing left running');

  it('where it is aborted', async () => {
    const stopped = new AbortController();
    const running = run(['sh', spread()], { cwd, signal: stopped.signal });
    await started();
    stopped.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    await nothingLeft();
    await expect(run(['true'], { cwd, signal: stopped.signal })).rejects.toThrow('enough');
  });

  it('where a release is killed in its checks', async () => {
    const { root, write, commit } = createRepository();
    write('.ci/run', `exec sh ${spread()}\n`);
    commit();
    const registry = await startRegistry({ storage: temporaryFolder() });
    try {
      const script = fileURLToPath(new URL('./support/release.js', import.meta.url));
      const options = JSON.stringify({ root, into: join(root, 'tarballs'), registry: registry.url });
      const child = spawn(process.execPath, [script, options, JSON.stringify(wanted)], { stdio: 'ignore' });
      await started();
      child.kill('SIGKILL');
      await nothingLeft();
    } finally {
      await registry.stop();
    }
  });
});
