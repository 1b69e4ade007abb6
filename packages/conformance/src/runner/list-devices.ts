import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a process that imports an adapter's entry is told. */
export interface ListTask {
  readonly packageName: string;
  readonly cwd: string;
}

/** What a package says of its devices. */
export type Listed =
  | { readonly type: 'devices'; readonly devices: readonly ListedDevice[] }
  /** The package has no entry for this command. */
  | { readonly type: 'no entry' }
  | { readonly type: 'not installed' }
  /** Its entry throws, hangs, or names no devices. */
  | { readonly type: 'broken'; readonly reason: string };

export interface ListedDevice {
  readonly name: string;
  readonly needs?: 'gpu';
}

const secondsToList = 60;

/** Reads which devices an adapter's package has, in a process of its own: its entry is the adapter's code. */
export function listDevices(task: ListTask, signal?: AbortSignal): Promise<Listed> {
  signal?.throwIfAborted();
  const child = fork(fileURLToPath(new URL('./list-child.js', import.meta.url)), [JSON.stringify(task)], {
    cwd: task.cwd,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const end = (listed: Listed) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      process.off('exit', kill);
      kill();
      resolve(listed);
    };
    const kill = () => void child.kill('SIGKILL');
    const stop = () => {
      reject(signal?.reason);
      end({ type: 'no entry' });
    };
    const timer = setTimeout(
      () => end({ type: 'broken', reason: `${task.packageName}/conformance did not load within ${secondsToList} s` }),
      secondsToList * 1000,
    );
    signal?.addEventListener('abort', stop);
    process.on('exit', kill);
    child.on('message', (message) => {
      const listed = readListed(message);
      if (listed) end(listed);
    });
    child.on('error', ({ message }) => end({ type: 'broken', reason: message }));
    child.on('close', (code, killed) => {
      const how = killed ? `signal ${killed}` : `exit code ${code}`;
      end({ type: 'broken', reason: `the process that loads ${task.packageName}/conformance ended with ${how}` });
    });
  });
}

function readListed(message: unknown): Listed | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, reason, devices } = message as Record<string, unknown>;
  if (type === 'no entry' || type === 'not installed') return { type };
  if (type === 'broken' && typeof reason === 'string') return { type, reason };
  if (type === 'devices' && Array.isArray(devices)) return { type, devices };
  return undefined;
}
