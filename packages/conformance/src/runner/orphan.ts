import { Worker } from 'node:worker_threads';

/**
 * Ends this process when its parent is gone, even one that was killed without a chance to say so. A thread of its own
 * looks, since a backend that hangs never gives the main thread back.
 */
export function endWithParent(): void {
  process.on('disconnect', () => process.exit(1));
  const watch = `setInterval(() => { if (process.ppid !== ${process.ppid}) process.kill(process.pid, 'SIGKILL'); }, 1000);`;
  new Worker(watch, { eval: true }).unref();
}
