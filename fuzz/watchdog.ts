import { Worker } from 'node:worker_threads';

/**
 * Ends this process where an item takes too long, and says which: a loop without end lets nothing else of this thread run,
 * the limits of tests neither.
 */
export interface Watchdog {
  /** Item `index` begins. */
  begins(index: number): void;
  stop(): Promise<unknown>;
}

const script = `
  const { workerData: { shared, seconds, name } } = require('node:worker_threads');
  const item = new Int32Array(shared);
  let last = -1;
  let since = Date.now();
  setInterval(() => {
    const now = Atomics.load(item, 0);
    if (now !== last) [last, since] = [now, Date.now()];
    if (Date.now() - since < seconds * 1000) return;
    require('node:fs').writeSync(2, name + ': item ' + now + ' takes more than ' + seconds + ' s\\n');
    process.kill(process.pid, 'SIGKILL');
  }, 500);`;

export function startWatchdog(name: string, seconds: number): Watchdog {
  const shared = new SharedArrayBuffer(4);
  const item = new Int32Array(shared);
  const worker = new Worker(script, { eval: true, workerData: { shared, seconds, name } });
  worker.unref();
  return { begins: (index) => void Atomics.store(item, 0, index), stop: () => worker.terminate() };
}
