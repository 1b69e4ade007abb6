import { type ChildProcess, fork } from 'node:child_process';
import type { Ending, Job, StepEvent, WorkerMessage } from './job';

export interface RunJobsOptions {
  /** Processes at a time. */
  readonly parallel: number;
  /** Environment of each, over that of this process. */
  readonly env: (job: Job) => Readonly<Record<string, string>>;
  /** Stops all that run, with checkpoints, and starts no more. */
  readonly signal: AbortSignal;
  readonly onStep?: (job: Job, event: StepEvent) => void;
  readonly onEnd?: (job: Job, ending: Ending) => void;
}

/** Runs jobs in processes of their own, some at a time: a crash ends one of them. @returns how each ended, by id */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions): Promise<Map<string, Ending>> {
  const endings = new Map<string, Ending>(jobs.map(({ id }) => [id, { status: 'not started' }]));
  const waiting = [...jobs];
  const next = async (): Promise<void> => {
    while (!options.signal.aborted) {
      const job = waiting.shift();
      if (!job) return;
      const ending = await runJob(job, options);
      endings.set(job.id, ending);
      options.onEnd?.(job, ending);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel, jobs.length) }, next));
  return endings;
}

async function runJob(job: Job, { env, signal, onStep }: RunJobsOptions): Promise<Ending> {
  const child = fork(process.argv[1]!, ['worker', JSON.stringify(job)], {
    env: { ...process.env, ...env(job) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const words = lastWords(child);
  let ending: Ending | undefined;
  child.on('message', (message: WorkerMessage) => {
    if (message.type === 'step') onStep?.(job, message.event);
    else if (message.type === 'done') ending = { status: message.status };
    else ending = { status: 'failed', reason: message.reason };
  });
  const stop = () => void (child.connected && child.send('stop', () => undefined));
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', stop);
  process.on('exit', kill); // after a second Ctrl-C
  try {
    const exit = await new Promise<string>((resolve) => {
      child.on('error', (error) => child.pid === undefined && resolve(`it could not be started: ${error.message}`));
      child.on('close', (code, by) => resolve(`its process ended with ${by ? `signal ${by}` : `exit code ${code}`}`));
    });
    return ending ?? { status: 'failed', reason: `${exit}${words()}` };
  } finally {
    signal.removeEventListener('abort', stop);
    process.off('exit', kill);
  }
}

/** What a process wrote last: libraries tell there why they give up. */
function lastWords({ stdout, stderr }: ChildProcess): () => string {
  let tail = '';
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk) => {
      tail = (tail + chunk).slice(-2000);
    });
  }
  return () => (tail.trim() === '' ? '' : `; it had written: ${tail.trim()}`);
}
