import type { Reporter } from './reporter';

/** What every step is given. */
export interface Context {
  readonly report: Reporter;
  /** Aborted when the user stops the command: a step then rejects, and takes back what it had begun. */
  readonly signal: AbortSignal;
}
