import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BackendReport } from '../report/report';
import { type ChildTask, readMessage } from './messages';
import { Outcome } from './outcome';
import { Tail } from './tail';

export interface RunBackendOptions {
  /** Ids of the cases that the child will run, in their order. */
  readonly ids: readonly string[];
  /** Seconds. */
  readonly timeLimit: number;
  /** Environment variables over those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  onProgress?(outcome: Outcome): void;
}

/** Runs the suite on one backend in a process of its own, so that a crash or a hang is a result like any other. */
export async function runBackend(task: ChildTask, options: RunBackendOptions): Promise<BackendReport> {
  const { ids, timeLimit, env, signal, onProgress } = options;
  signal?.throwIfAborted();
  const child = fork(fileURLToPath(new URL('./child.js', import.meta.url)), [JSON.stringify(task)], {
    cwd: task.cwd,
    env: { ...process.env, ...env },
    execArgv: [],
    serialization: 'advanced', // keeps NaN and infinity
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const outcome = new Outcome(task.request, ids);
  const tail = new Tail();
  tail.follow(child.stdout);
  tail.follow(child.stderr);

  let ending: string | undefined;
  child.on('message', (given: unknown) => {
    const message = readMessage(given);
    if (message === undefined) return;
    if (message.type === 'broken') ending = `uncaught error: ${message.reason}`;
    outcome.hear(message);
    onProgress?.(outcome);
  });
  const kill = () => void child.kill('SIGKILL');
  const timer = setTimeout(() => {
    ending = `no end within the time limit of ${timeLimit} s`;
    kill();
  }, timeLimit * 1000);
  process.on('exit', kill);
  signal?.addEventListener('abort', kill);
  try {
    const exit = await ended(child);
    signal?.throwIfAborted();
    const written = tail.show();
    return outcome.report((ending ?? exit) + (written === '' ? '' : `; it had written: ${written}`));
  } finally {
    clearTimeout(timer);
    // A grandchild that holds on to the pipes must not keep this process.
    child.stdout?.destroy();
    child.stderr?.destroy();
    process.off('exit', kill);
    signal?.removeEventListener('abort', kill);
  }
}

const inTheMiddle = ', in the middle: it called process.exit, or waited for what never comes';

/** Waits for the last message and the last output of a process, and says how it ended. */
function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    let exit = 'the process could not be started';
    child.on('error', (error) => {
      if (child.pid === undefined) resolve(`${exit}: ${error.message}`);
    });
    child.on('exit', (code, signal) => {
      exit = `the process ended with ${signal ? `signal ${signal}` : `exit code ${code}${code === 0 ? inTheMiddle : ''}`}`;
      setTimeout(() => resolve(exit), 1000).unref(); // a grandchild may hold on to the pipes
    });
    child.on('close', () => resolve(exit));
  });
}
