/**
 * Lets timers and events have their turn. Backends that compute on the calling thread answer within one turn of the event
 * loop: a signal that is to stop a run would never arrive.
 */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve);
  });
}
