import type { BackendReport } from '../report/report';
import { type ChildMessage, readMessage } from '../runner/messages';
import { Outcome } from '../runner/outcome';

/** The part of a Worker that is used. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent) => unknown) | null;
  onerror: ((event: ErrorEvent) => unknown) | null;
  onmessageerror: ((event: MessageEvent) => unknown) | null;
  terminate(): void;
}

export interface RunWorkerOptions {
  /** Name in the report until the backend tells its own. */
  readonly name: string;
  /** Ids of the cases that the worker will run, in their order. */
  readonly ids: readonly string[];
  /** Seconds. */
  readonly timeLimit: number;
  /** Stops the worker: what was under way has failed, what comes after it was not run. */
  readonly signal?: AbortSignal;
  /** Every message, after the outcome has heard it. */
  onMessage?(message: ChildMessage, outcome: Outcome): void;
}

/**
 * Follows a worker that called `serveSuite` and ends it: after its last message, after an error, or at the time limit. A
 * crash or a hang is a failure of the case that was under way, and all results before it are kept.
 */
export function runWorker(worker: WorkerLike, options: RunWorkerOptions): Promise<BackendReport> {
  const { name, ids, timeLimit, signal, onMessage } = options;
  const outcome = new Outcome({ name }, ids);
  return new Promise((resolve) => {
    const end = (how: string) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      resolve(outcome.report(how));
    };
    const stop = () => end('stopped by the user');
    const timer = setTimeout(() => end(`no end within the time limit of ${timeLimit} s`), timeLimit * 1000);
    worker.onmessage = (event: MessageEvent) => {
      const data = readMessage(event.data);
      if (data === undefined) return; // a library may send messages of its own
      outcome.hear(data);
      onMessage?.(data, outcome);
      if (outcome.underWay === undefined) end('');
      if (data.type === 'broken') end(`uncaught error: ${data.reason}`);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      const where = event.filename ? ` (${event.filename}:${event.lineno})` : '';
      end(event.message ? `the worker failed: ${event.message}${where}` : 'the worker could not be loaded');
    };
    worker.onmessageerror = () => end('the worker sent a message that cannot be read');
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop);
  });
}
