import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, type ProgressLine } from '@mosa-js/command';
import { splitFinished } from './finished';
import type { Ending, Job } from './job';
import { jobProgress } from './job-progress';
import { runJobs } from './run-jobs';

export interface TrainAllOptions {
  /** Processes at a time. */
  readonly parallel: number;
  /** Of each process, over that of this one. */
  readonly env?: Readonly<Record<string, string>>;
  /** Stops all that run, with checkpoints, and starts no more. */
  readonly signal: AbortSignal;
  readonly line: ProgressLine;
}

/** Trains what an earlier start of the same command has not finished, and shows how far it is. @returns how each ended, by id */
export async function trainAll(jobs: readonly Job[], options: TrainAllOptions): Promise<Map<string, Ending>> {
  const { parallel, env = {}, signal, line } = options;
  const { finished, open } = splitFinished(jobs);
  const progress = jobProgress(open, line);
  const ran = await runJobs(open, { parallel, env: () => env, signal, onStep: progress.step, onEnd: progress.end });
  return new Map([...finished, ...ran]);
}

/** The folder of all runs of a comparison, without those before where they are to be made anew. */
export async function runsFolder(folder: string, fresh: boolean): Promise<string> {
  const runs = join(folder, 'runs');
  if (fresh) rmSync(runs, { recursive: true, force: true });
  await makeFolder(runs);
  return runs;
}
