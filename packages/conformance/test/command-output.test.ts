import { spawn } from 'node:child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openReports, type Report } from '../src';
import { command, type Finished, finished, fixture, start, temporaryFolder } from './command';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'bin/mosa-conformance.js');
const few = ['--backend', 'reference', '--filter', 'op/sigmoid'];

/** Runs the command behind words of a shell, which has `"$@"` for it and says where its output goes. */
function inShell(shell: string, ...commandLine: string[]): Promise<Finished> {
  const words = ['-c', `set -o pipefail; ${shell}`, 'bash', process.execPath, bin, ...commandLine];
  return finished(spawn('bash', words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] }));
}

describe.skipIf(process.platform === 'win32')('output that nobody takes', () => {
  test.each([
    ['a reader that goes away', '"$@" | true'],
    ['readers that go away', '("$@" 2>&1) | true'],
    ['a full disk for messages', '"$@" 2>/dev/full'],
    ['a full disk for all', '"$@" >/dev/full 2>&1'],
    ['closed streams', '"$@" >&- 2>&-'],
  ])('%s ends no run', async (_, shell) => {
    const json = join(temporaryFolder(), 'r.json');
    const { code, stderr } = await inShell(shell, ...few, '--json', json);
    expect({ code, trace: stderr.includes('    at ') }).toEqual({ code: 0, trace: false });
    expect((JSON.parse(readFileSync(json, 'utf8')) as Report).backends[0]!.status).toBe('ran');
  });

  test.each([[['--help']], [['help', 'merge']], [['--version']], [['--list']], [['compare', '--help']]])(
    '%j ends quietly',
    async (words) => {
      expect(await inShell('"$@" | true', ...words)).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(await inShell('"$@" >/dev/full', ...words)).toEqual({ code: 0, stdout: '', stderr: '' });
    },
  );

  test('--json - comes as a whole to a slow reader, and fails where it does not come through', async () => {
    const folder = temporaryFolder();
    const cases = Array.from({ length: 2000 }, (_, i) => ({ id: `op/${i}`, status: 'pass', error: 0, bound: 1e-5 }));
    const backends = [{ name: 'one', device: 'cpu', library: 'none', status: 'ran', cases }];
    writeFileSync(join(folder, 'long.json'), JSON.stringify({ suite: '1.2.3', backends }));
    const merge = ['merge', join(folder, 'long.json'), '--json', '-'];
    const { code, stdout } = await inShell('"$@" | (sleep 1; cat)', ...merge);
    expect(code).toBe(0);
    expect(stdout.length).toBeGreaterThan(65_536);
    expect((JSON.parse(stdout) as Report).backends).toHaveLength(1);
    for (const shell of ['"$@" >/dev/full', '"$@" | true', `cd ${folder}; ulimit -f 2; "$@" >out`]) {
      const failed = await inShell(shell, ...merge);
      expect(failed.code).toBe(1);
      expect(failed.stderr).toMatch(
        /^mosa-conformance: --json -: expected a standard output that can be written, got /m,
      );
    }
  });
});

test('an output that fails at the end does not cost the others, and is told', async () => {
  const folder = temporaryFolder();
  const paths = { html: join(folder, 'page'), junit: join(folder, 'r.xml'), json: join(folder, 'r.json') };
  const write = await openReports(paths);
  rmSync(paths.html, { recursive: true });
  await expect(write({ suite: '1.2.3', backends: [] })).rejects.toMatchObject({
    code: 'output',
    where: `--html ${paths.html}`,
  });
  expect([paths.html, paths.junit, paths.json].map(existsSync)).toEqual([false, true, true]);
});

test('the path of a backend may have commas', async () => {
  // Beside the package, from which the fixture imports.
  const own = join(root, 'test', 'fixtures', 'noisy,too.mjs');
  cpSync(join(root, 'test', 'fixtures', 'noisy.mjs'), own);
  try {
    for (const [name, count] of [
      ['./test/fixtures/noisy,too.mjs', 1],
      [own, 1],
      ['reference,./test/fixtures/noisy,too.mjs', 2],
    ] as const) {
      const { code, stdout } = await command('--backend', name, '--filter', 'op/sigmoid', '--json', '-');
      expect(code).toBe(0);
      expect((JSON.parse(stdout) as Report).backends).toHaveLength(count);
    }
  } finally {
    rmSync(own);
  }
});

describe('help', () => {
  test('is the same as --help, of each command', async () => {
    expect(await command('help')).toEqual(await command('--help'));
    expect(await command('help', 'merge')).toEqual(await command('merge', '--help'));
    expect(await command('help', 'compare')).toEqual(await command('compare', '-h'));
  });

  test.each([
    [['help', 'fly'], /^mosa-conformance: help: expected run, merge, compare or matrix, got "fly"\n$/],
    [['--json', 'a', '--json', 'b'], /^mosa-conformance: --json: expected one value, got "a" and "b"\n$/],
    [['merge', '--html', ''], /^mosa-conformance: --html: expected a value, got an empty one\n$/],
  ])('%j is refused', async (words, message) => {
    expect(await command(...words)).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(message) });
  });
});

describe.skipIf(process.platform === 'win32')('compare', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends it and the process that does the work, with %i', async (signal, exitCode) => {
    const child = start(['compare', 'reference', ...fixture('hangs').slice(1), '--filter', 'mosa/']);
    const running = finished(child);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill(signal);
    expect((await running).code).toBe(exitCode);
  });
});
