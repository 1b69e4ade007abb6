import process from 'node:process';

const OwnPromise = Promise;

/**
 * Takes the way to the parent process over from the adapter: what an adapter or its library sends goes nowhere, and globals
 * that it deletes are not missed here.
 */
export function takeChannel<M>(): { tell(message: M): Promise<void>; end(code: number): never } {
  const send = process.send?.bind(process);
  const exit = process.exit.bind(process);
  if (send) process.send = ignored;
  return {
    /** Resolves when the message has left this process, so that nothing told so far is lost in a crash. */
    tell: (message) =>
      new OwnPromise((resolve) => {
        if (send) send(message, () => resolve());
        else resolve();
      }),
    end: exit,
  };
}

/** As `process.send` answers where all is well. */
function ignored(...call: unknown[]): boolean {
  const done = call.at(-1);
  if (typeof done === 'function') process.nextTick(done as (error: null) => void, null);
  return true;
}
