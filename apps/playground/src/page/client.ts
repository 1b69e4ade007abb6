import type { Event, Request } from '../worker/protocol';

/** Starts the worker. @returns how to ask it for something */
export function startWorker(onEvent: (event: Event) => void): (request: Request, transfer?: Transferable[]) => void {
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<Event>) => onEvent(data);
  worker.onerror = ({ message }) => {
    const words = `The worker that computes has stopped: ${message || 'it could not be loaded'}. Load the page again.`;
    onEvent({ kind: 'failed', about: 'training', words });
  };
  // For tests: what a driver that begins anew does.
  Object.assign(globalThis, { mosaLoseDevice: () => worker.postMessage({ kind: 'lose-device' }) });
  return (request, transfer = []) => worker.postMessage(request, transfer);
}
