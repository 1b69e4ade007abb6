import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCheckpoint } from '@mosa-js/lm/node';
import { describe, expect, it } from 'vitest';
import { fuzz, fuzzTimeout } from '../../../fuzz/fuzz';
import { readRecord } from '../src/run/record';
import { built, lab, small, temporaryFolder, textFile } from './support/command';

/** What may happen to a run at any moment, and the exit codes of one that it ends. Without one: it had not begun to listen. */
const kinds: Readonly<Record<string, readonly (number | null)[]>> = {
  SIGINT: [130, null],
  SIGTERM: [143, null],
  SIGHUP: [129, null],
  SIGKILL: [null],
  'closed pipe': [],
  'full disk for messages': [],
  'full disk for files': [1],
};

/** Longest time before it happens, in milliseconds: a run of its own takes about as long. */
const longest = 2500;

function start(kind: string, blocks: number, words: readonly string[]): ChildProcess {
  // A file may not grow beyond so many kilobytes, as on a disk that is nearly full.
  if (kind === 'full disk for files') {
    const shell = `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`;
    return spawn('bash', ['--norc', '-c', shell, 'bash', process.execPath, built, ...words], { stdio: 'ignore' });
  }
  if (kind !== 'full disk for messages')
    return spawn(process.execPath, [built, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const full = openSync('/dev/full', 'w');
  try {
    return spawn(process.execPath, [built, ...words], { stdio: ['ignore', full, full] });
  } finally {
    closeSync(full);
  }
}

function strike(child: ChildProcess, kind: string): void {
  if (kind.startsWith('SIG')) child.kill(kind as NodeJS.Signals);
  child.stdout?.destroy();
  child.stderr?.destroy();
}

/** All of a run that must not depend on how often it was interrupted. */
function outcome(folder: string) {
  const { curve, evaluations, final, status } = readRecord(join(folder, 'run.json'));
  const bytes = (name: string) => readFileSync(join(folder, name)).toString('base64');
  const files = readdirSync(folder).sort();
  return {
    curve,
    evaluations,
    final,
    status,
    files,
    last: bytes('checkpoint.safetensors'),
    best: bytes('best.safetensors'),
  };
}

describe.skipIf(process.platform !== 'linux')('a training run', () => {
  it('is, however it is interrupted, one that never stopped', { timeout: fuzzTimeout }, async () => {
    const folder = temporaryFolder();
    const options = ['train', ...small(textFile(folder), 300, { every: 20 }), '--checkpoint-every', '7', '--keep-best'];
    const whole = join(folder, 'whole');
    await lab(...options, '--out', whole);
    const wanted = outcome(whole);
    expect(wanted).toMatchObject({ status: 'complete', curve: { loss: { length: 300 } } });

    let round = 0;
    const parts = () => join(folder, `parts-${round}`);
    const check = async () => {
      const path = parts();
      if (!existsSync(join(path, 'run.json'))) return;
      const { status } = readRecord(join(path, 'run.json'));
      if (existsSync(join(path, 'checkpoint.safetensors'))) await loadCheckpoint(join(path, 'checkpoint.safetensors'));
      if (status !== 'complete') return;
      expect(outcome(path)).toEqual(wanted);
      round++;
    };
    await fuzz({
      name: 'interrupted training',
      count: 8,
      seed: 2400,
      covers: Object.keys(kinds),
      async item(random, index) {
        const kind = Object.keys(kinds)[index % Object.keys(kinds).length]!;
        const child = start(kind, 1 + random.below(40), [...options, '--out', parts()]);
        const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
        child.stdout?.resume();
        child.stderr?.resume();
        const timer = setTimeout(strike, random.below(longest), child, kind);
        const code = await ended;
        clearTimeout(timer);
        expect([0, ...kinds[kind]!], `${kind}: exit code ${code}`).toContain(code);
        await check();
        return kind;
      },
    });
    await lab(...options, '--out', parts());
    expect(outcome(parts())).toEqual(wanted);
  });
});
