import { RunFolder } from '../run/store';
import type { Ending, Job } from './job';

/** Jobs that an earlier start of the same command finished, with how they ended, and those that are to be run. */
export function splitFinished(jobs: readonly Job[]): { finished: Map<string, Ending>; open: Job[] } {
  const isFinished = ({ folder }: Job) => new RunFolder(folder).read()?.status === 'complete';
  const done = jobs.filter(isFinished);
  return {
    finished: new Map(done.map(({ id }) => [id, { status: 'complete' }])),
    open: jobs.filter((job) => !done.includes(job)),
  };
}
