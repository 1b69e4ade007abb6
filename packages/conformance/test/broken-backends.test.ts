import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BackendReport, Report } from '../src';
import { command, finished, fixture, start } from './command';

const filter = ['--filter', 'op/neg'];

async function report(name: string, ...more: string[]): Promise<BackendReport> {
  const { code, stdout, stderr } = await command(...fixture(name), ...filter, '--json', '-', ...more);
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/\n\s+at /);
  return (JSON.parse(stdout) as Report).backends[0]!;
}

describe('what breaks in the middle of a run', () => {
  test.each([
    ['aborts', /signal SIGABRT.*a native library is about to crash$/],
    ['exits', /exit code 3/],
    ['hangs', /time limit of 2 s/],
    ['rejects', /uncaught error: nobody waits for this/],
  ])(
    '%s: the case under way fails, the ones before it keep their results, the ones after it are skipped',
    async (name, reason) => {
      const { cases, status, device } = await report(name, '--time-limit', '2');
      expect({ status, device }).toEqual({ status: 'ran', device: 'cpu' });
      const [first, second, third, ...others] = cases;
      expect([first!.status, second!.status]).toEqual(['pass', 'pass']);
      expect(third).toMatchObject({ status: 'fail', stage: 'process', reason: expect.stringMatching(reason) });
      expect(others.length).toBeGreaterThan(0);
      for (const other of others) {
        expect(other).toMatchObject({ status: 'skip', reason: `not run: the backend stopped at ${third!.id}` });
      }
    },
  );
});

test('an adapter that throws at its creation is a failure, not merely unavailable', async () => {
  const { cases, status } = await report('throws');
  expect(status).toBe('ran');
  expect(cases[0]).toMatchObject({ id: 'backend/start', status: 'fail' });
  expect(cases[0]!.reason).toContain('this adapter is broken');
  expect(new Set(cases.slice(1).map((other) => other.status))).toEqual(new Set(['skip']));
});

test('an adapter that throws when it is disposed of fails, and its results are kept', async () => {
  const { cases } = await report('throws-at-the-end');
  const last = cases.at(-1);
  expect(last).toMatchObject({ id: 'backend/dispose', status: 'fail' });
  expect(last!.reason).toContain('cannot let go');
  for (const { status } of cases.slice(0, -1)) expect(status).toBe('pass');
});

describe.skipIf(process.platform === 'win32')('processes', () => {
  const childOf = async (parent: number): Promise<number> => {
    for (let i = 0; i < 100; i += 1) {
      const pid = await firstChild(parent);
      if (pid !== undefined) return pid;
      await wait(50);
    }
    throw new Error('the command started no process');
  };

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends the command with %i and its children with it', async (signal, exitCode) => {
    const parent = start([...fixture('hangs'), ...filter]);
    const done = finished(parent);
    const child = await childOf(parent.pid!);
    await wait(500);
    parent.kill(signal);
    const { code, stderr } = await done;
    expect(code).toBe(exitCode);
    expect(stderr).toContain('interrupted');
    expect(isAlive(child)).toBe(false);
  });

  test('a backend that hangs ends even when its parent is killed without warning', async () => {
    const parent = start([...fixture('hangs'), ...filter]);
    const child = await childOf(parent.pid!);
    await wait(1000);
    parent.kill('SIGKILL');
    for (let i = 0; i < 50 && isAlive(child); i += 1) await wait(100);
    expect(isAlive(child)).toBe(false);
  });
});

function firstChild(parent: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    execFile('ps', ['-A', '-o', 'pid=,ppid='], (_, text) => {
      const rows = String(text)
        .split('\n')
        .map((line) => line.trim().split(/\s+/).map(Number));
      resolve(rows.find(([, ppid]) => ppid === parent)?.[0]);
    });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
