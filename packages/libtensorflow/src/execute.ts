import { spawn } from 'node:child_process';

export interface Executed {
  /** Undefined where the program could not be started, or a signal ended it. */
  readonly code?: number;
  /** Whether there is no such program. */
  readonly missing: boolean;
  readonly out: string;
  readonly err: string;
}

export interface ExecuteOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Runs a program to its end; an abort ends it and all that it has started.
 * @throws the signal's reason, once the program is gone
 */
export function execute(program: string, words: readonly string[], options: ExecuteOptions = {}): Promise<Executed> {
  const { signal, ...rest } = options;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    // A group of its own, since a compiler driver has children.
    const child = spawn(program, words, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const kill = () => {
      if (child.pid !== undefined) killGroup(child.pid);
    };
    signal?.addEventListener('abort', kill);
    process.on('exit', kill);
    let missing = false;
    const [out, err]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text));
    child.on('error', (error: NodeJS.ErrnoException) => {
      missing = error.code === 'ENOENT';
      err.push(error.message);
    });
    child.on('close', (code) => {
      signal?.removeEventListener('abort', kill);
      process.off('exit', kill);
      if (signal?.aborted) reject(signal.reason);
      else
        resolve({ code: code !== null && code >= 0 ? code : undefined, missing, out: out.join(''), err: err.join('') });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // gone already
  }
}

/** The last lines of what a program said, as an error quotes them. */
export function lastLines(text: string, count = 3): string {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.slice(-count).join(' | ').slice(-600) || 'nothing';
}
