import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { RunRecord } from '../src/run/record';
import { appearance, built, finished, json, lab, small, start, temporaryFolder, textFile } from './support/command';

/** Starts the lab behind words of a shell, which has `"$@"` for it and says where its output goes. */
function inShell(shell: string, ...commandLine: string[]): ChildProcess {
  return spawn('bash', ['--norc', '-c', `set -o pipefail; ${shell}`, 'bash', process.execPath, built, ...commandLine], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const quietly = async (child: ChildProcess, code: number) => {
  const ended = await finished(child);
  expect(ended).toMatchObject({ code });
  expect(ended.stderr).not.toContain('    at ');
  return ended;
};

describe.skipIf(process.platform === 'win32')('output that nobody takes ends no run', () => {
  it.each([
    ['a reader that goes away', '"$@" | head -n 1 >/dev/null'],
    ['all readers that go away', '("$@" 2>&1) | head -n 2 >/dev/null'],
    ['a full disk for messages', '"$@" 2>/dev/full'],
    ['a full disk for all', '"$@" >/dev/full 2>&1'],
    ['closed streams', '"$@" >&- 2>&-'],
  ])('%s', async (_, shell) => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const words = ['train', ...small(textFile(folder), 4), '--checkpoint-every', '2', '--out', out];
    await quietly(inShell(shell, ...words), 0);
    expect(json<RunRecord>(out, 'run.json')).toMatchObject({ status: 'complete' });
    expect(readdirSync(out).sort()).toEqual(['checkpoint.safetensors', 'index.html', 'run.json']);
  });

  it('what is only printed ends quietly', async () => {
    for (const words of [['--help'], ['train', '--help'], ['help', 'eval'], ['--version'], ['isoflop', '--list']]) {
      for (const shell of ['"$@" | true', '"$@" >/dev/full']) {
        expect(await quietly(inShell(shell, ...words), 0)).toMatchObject({ stderr: '' });
      }
    }
  });
});

describe.skipIf(process.platform === 'win32')('--json -', () => {
  it('comes as a whole to a slow reader, and fails where it does not come through', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const words = ['train', ...small(textFile(folder), 2), '--out', out, '--json', '-'];
    await lab(...words);
    // A finished run is not run again; this one has become a long text, of more than a pipe holds.
    const record = json<RunRecord>(out, 'run.json');
    const versions = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`package-${i}`, '1.2.3']));
    writeFileSync(join(out, 'run.json'), JSON.stringify({ ...record, versions }));
    const { stdout } = await quietly(inShell('"$@" | (sleep 1; cat)', ...words), 0);
    expect(JSON.parse(stdout).versions).toEqual(versions);
    for (const shell of ['"$@" >/dev/full', '"$@" | head -c 9 >/dev/null']) {
      const { stderr } = await quietly(inShell(shell, ...words), 1);
      expect(stderr).toMatch(/^lab: --json -: expected a standard output that can be written, got .*(ENOSPC|EPIPE)/m);
    }
  });
});

describe('a terminal that is closed, and kill', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGTERM', 143],
  ] as const)('%s saves a checkpoint, from which the run goes on; exit code %i', async (signal, code) => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const command = ['train', ...small(textFile(folder), 3000), '--out', out, '--checkpoint-every', '5'];
    const child = start(...command);
    await appearance(join(out, 'checkpoint.safetensors'));
    child.kill(signal);
    const ended = await finished(child);
    expect(ended).toMatchObject({ code });
    const record = json<RunRecord>(out, 'run.json');
    expect(record.status).toBe('stopped');
    expect(record.atStop).toBeUndefined();
    const again = start(...command);
    again.stderr!.once('data', () => setTimeout(() => again.kill('SIGINT'), 1500));
    expect((await finished(again)).code).toBe(130);
    expect(json<RunRecord>(out, 'run.json').curve.loss.slice(0, record.curve.loss.length)).toEqual(record.curve.loss);
  });

  it('its workers end with it, with their checkpoints', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const kinds = [
      '--dense-heads',
      '4',
      '--sparse-heads',
      '0',
      '--keep-dense',
      '2',
      '--sparsities',
      '4',
      '--seeds',
      '1',
    ];
    const words = [...small(textFile(folder), 5000), ...kinds, '--kinds', 'mosa', '--checkpoint-every', '5'];
    const child = spawn(process.execPath, [built, 'isoflop', ...words, '--out', out], {
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true, // a group of its own, all of which a closed terminal tells
    });
    await appearance(join(out, 'runs', 'dense-s1', 'checkpoint.safetensors'));
    process.kill(-child.pid!, 'SIGHUP');
    expect((await finished(child)).code).toBe(129);
    expect(json<RunRecord>(out, 'runs', 'dense-s1', 'run.json').status).toBe('stopped');
    expect(() => process.kill(-child.pid!, 0)).toThrow('ESRCH');
  });
});

const baseline = ['--dense-heads', '4', '--sparse-heads', '0', '--keep-dense', '2'];

describe('an output that cannot be written', () => {
  it.skipIf(process.platform !== 'linux').each([
    ['train', ['--out', '/proc/no/such']],
    ['train', ['--html', '/proc/no/such.html']],
    ['train', ['--json', '/proc/no/such.json']],
    ['isoflop', ['--out', '/proc/no/such']],
    ['isoflop', ['--html', '/proc/no/such.html']],
    ['isoflop', ['--match', 'perplexity', '--out', '/proc/no/such']],
    ['isoflop', ['--match', 'perplexity', '--html', '/proc/no/such.html']],
    ['memory', ['--out', '/proc/no/such', '--backend', 'tfjs-cpu']],
    ['memory', ['--html', '/proc/no/such.html', '--backend', 'tfjs-cpu']],
    ['agree', ['--out', '/proc/no/such']],
    ['agree', ['--html', '/proc/no/such.html']],
  ])('%s %j is refused before any work', async (name, words) => {
    const folder = temporaryFolder();
    const own = words.includes('--out') ? [] : ['--out', join(folder, 'a')];
    const backend = words.includes('--backend');
    const settings = small(textFile(folder)).filter(
      (word, i, all) => !(backend && [word, all[i - 1]].includes('--backend')),
    );
    const heads = name === 'isoflop' ? baseline : [];
    const { code, stderr } = await lab(name, ...settings, ...heads, ...own, ...words);
    expect({ code, stderr }).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^lab: .*\/proc\/no\/such.*: expected a file that can be written, got .*\n$/),
    });
  });

  it.skipIf(process.platform !== 'linux')('eval, report and pack refuse it, too', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    await lab('train', ...small(textFile(folder), 2), '--out', out);
    for (const words of [
      ['eval', out, '--backend', 'reference', '--json', '/proc/no/such.json'],
      ['report', join(out, 'run.json'), '--html', '/proc/no/such.html'],
      ['pack', '--out', '/proc/no/such.tar.gz'],
    ]) {
      const { code, stderr } = await lab(...words);
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^lab: --(json|html|out) \/proc\/no\/such.*\n$/),
      });
    }
  });

  it('is found before the first step where it is the checkpoint', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    for (const file of ['checkpoint.safetensors', 'best.safetensors']) {
      mkdirSync(join(out, file), { recursive: true });
      const { code, stderr } = await lab('train', ...small(textFile(folder)), '--out', out, '--keep-best');
      expect({ code, stderr }).toMatchObject({
        code: 1,
        stderr: expect.stringContaining(`${join(out, file)}: expected`),
      });
      expect(stderr).not.toContain('step');
      rmSync(out, { recursive: true });
    }
  });

  it('later does not cost the others, and is told', async () => {
    const folder = temporaryFolder();
    const out = join(folder, 'a');
    const paths = ['--html', join(folder, 'page', 'a.html'), '--json', join(folder, 'r.json')];
    const child = start('train', ...small(textFile(folder), 400), '--out', out, '--checkpoint-every', '5', ...paths);
    await appearance(join(out, 'checkpoint.safetensors'));
    rmSync(join(out, 'checkpoint.safetensors'));
    mkdirSync(join(out, 'checkpoint.safetensors')); // no file can take its place
    rmSync(join(folder, 'page'), { recursive: true });
    const { code, stderr, stdout } = await finished(child);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lab: .*checkpoint.safetensors: expected .*; the last checkpoint is that of step \d+\n/m);
    expect(stdout).toMatch(/steps, /);
    const record = json<RunRecord>(folder, 'r.json');
    expect(record.curve.loss.length).toBeGreaterThan(5);
    expect(json<RunRecord>(out, 'run.json')).toEqual(record);
    expect(existsSync(join(folder, 'page'))).toBe(false);
  });
});

describe('a run whose time is over', () => {
  it('is measured where it stops, and goes on as if it had not stopped', async () => {
    const folder = temporaryFolder();
    const text = textFile(folder);
    const words = (every: number) => small(text, 200, { every });
    const out = join(folder, 'parts');
    const brief = await lab('train', ...words(150), '--out', out, '--minutes', '0.005');
    expect(brief.code).toBe(0);
    const stopped = json<RunRecord>(out, 'run.json');
    const done = stopped.curve.loss.length;
    expect(stopped).toMatchObject({ status: 'stopped', evaluations: [], atStop: { step: done } });
    expect(brief.stdout).toContain(`validation after step ${done}: ${stopped.atStop!.loss.toFixed(4)} nats`);

    expect(await lab('train', ...words(150), '--out', out)).toMatchObject({ code: 0 });
    await lab('train', ...words(150), '--out', join(folder, 'whole'));
    const [whole, parts] = ['whole', 'parts'].map((name) => json<RunRecord>(folder, name, 'run.json'));
    expect(parts!.curve).toEqual(whole!.curve);
    expect(parts!.evaluations).toEqual(whole!.evaluations);
    expect(parts!.final).toEqual(whole!.final);
    expect(parts!.atStop).toBeUndefined();
    const bytes = (name: string) => readFileSync(join(folder, name, 'checkpoint.safetensors'));
    expect(bytes('parts').equals(bytes('whole'))).toBe(true);
  });
});

function lateTar(programs: string): void {
  const late = ['while [ "$1" != -cf ]; do shift; done', 'echo late > "$2"', `touch ${join(programs, 'written')}`];
  const script = ['#!/bin/sh', "trap '' TERM", `touch ${join(programs, 'started')}`, 'sleep 1', ...late, ''];
  writeFileSync(join(programs, 'tar'), script.join('\n'), { mode: 0o755 });
}

it.each([
  ['', (_programs: string) => {}],
  [', even by a tar that writes its file only after it was told to end', lateTar],
])('pack that is interrupted leaves nothing%s', async (_name, provide) => {
  const folder = temporaryFolder();
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  writeFileSync(join(folder, 'old.tar.gz'), 'old');
  const programs = temporaryFolder();
  provide(programs);
  const child = spawn(process.execPath, [built, 'pack', '--out', join(folder, 'old.tar.gz')], {
    env: { ...process.env, TMPDIR: temporary, PATH: `${programs}:${process.env.PATH}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const interrupt = async () => {
    // Before its trap it would just end.
    if (provide === lateTar) await vi.waitUntil(() => existsSync(join(programs, 'started')), { timeout: 30_000 });
    child.kill('SIGHUP');
  };
  child.stderr.on('data', (text) => {
    if (String(text).includes('packing')) void interrupt();
  });
  const { code, stderr } = await finished(child);
  if (provide === lateTar) await vi.waitUntil(() => existsSync(join(programs, 'written')), { timeout: 30_000 });
  expect(stderr).toContain('interrupted, nothing was packed');
  expect(code).toBe(129);
  expect(readdirSync(temporary)).toEqual([]);
  expect(readdirSync(folder).sort()).toEqual(['old.tar.gz', 'tmp']);
  expect(readFileSync(join(folder, 'old.tar.gz'), 'utf8')).toBe('old');
});
