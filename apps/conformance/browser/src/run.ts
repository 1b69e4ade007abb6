import { type BackendReport, type ChildMessage, type Outcome, runWorker } from '@mosa-js/conformance/browser';
import type { PageBackend } from './backends';
import { tellHost } from './host';
import type { WorkerTask } from './task';

export interface RunOptions extends Omit<WorkerTask, 'backend'> {
  readonly ids: readonly string[];
  /** Seconds for each backend. */
  readonly timeLimit: number;
  readonly signal: AbortSignal;
  onStart(name: string): void;
  onMessage(name: string, message: ChildMessage, outcome: Outcome): void;
  onReport(name: string, report: BackendReport): void;
}

/** Runs the suite on backends one after the other, each in a worker of its own. */
export async function runBackends(backends: readonly PageBackend[], options: RunOptions): Promise<void> {
  for (const backend of backends) {
    options.onStart(backend.name);
    const report = await runBackend(backend, options);
    tellHost({ type: 'report', backend: backend.name, report });
    options.onReport(backend.name, report);
  }
}

async function runBackend({ name, find }: PageBackend, options: RunOptions): Promise<BackendReport> {
  const { ids, timeLimit, signal, golden, filter } = options;
  const unavailable = (reason: string): BackendReport => {
    return { name, device: 'unknown', library: 'unknown', status: 'unavailable', reason, cases: [] };
  };
  if (signal.aborted) return unavailable('not run: stopped by the user');
  const found = await find();
  if (found.missing !== undefined) return unavailable(found.missing);
  const worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module', name });
  const ended = runWorker(worker, {
    name,
    ids,
    timeLimit,
    signal,
    onMessage(message, outcome) {
      tellHost({ type: 'message', backend: name, message });
      options.onMessage(name, message, outcome);
    },
  });
  worker.postMessage({ backend: name, golden, filter } satisfies WorkerTask);
  return ended;
}
