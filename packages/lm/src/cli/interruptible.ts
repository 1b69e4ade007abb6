import { interruption, say } from '@mosa-js/command';

/**
 * Does work that writes nothing before its end, and leaves it where it is when a signal comes.
 * @returns the exit code: what the work gave, or that of the signal
 */
export async function interruptible(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stop = interruption();
  try {
    const done = work(stop.signal);
    done.catch(() => undefined); // of work that was left
    return await Promise.race([done, aborted(stop.signal)]);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    say('mosa-lm: interrupted, nothing was written');
    return stop.exitCode;
  } finally {
    stop.release();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
