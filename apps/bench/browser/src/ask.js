/**
 * Has a worker of its own do a task.
 * @throws Error with what the worker says of its failure, or `stopped` after the signal
 */
export function ask(task, options, { onProgress = () => undefined, signal } = {}) {
  const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data: { progress, failure, result } }) => {
      if (progress !== undefined) onProgress(progress);
      else if (failure !== undefined) reject(new Error(failure));
      else resolve(result);
    });
    worker.addEventListener('error', ({ message }) => reject(new Error(message ?? 'the worker cannot be loaded')));
    signal?.addEventListener('abort', () => reject(new Error('stopped')));
    worker.postMessage({ task, options });
  }).finally(() => worker.terminate());
}
