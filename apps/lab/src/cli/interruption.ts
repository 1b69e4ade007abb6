const signals = ['SIGINT', 'SIGTERM'] as const;

/** Why a run was asked to stop. */
export type StopReason = 'interrupted' | 'out of time';

export interface Interruption {
  readonly signal: AbortSignal;
  /** Why, once the signal is aborted. */
  readonly reason: StopReason | undefined;
  release(): void;
}

/**
 * Turns Ctrl-C and its like, or the end of the time there is, into an abort signal. A second Ctrl-C ends the process at once.
 * @param minutes until the signal comes by itself. Default: never
 */
export function interruption(minutes?: number): Interruption {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  let last = 0;
  const stop = (why: StopReason) => {
    reason ??= why;
    controller.abort();
  };
  const interrupt = () => {
    // One Ctrl-C may arrive twice: from the terminal, and passed on by what started this process.
    if (Date.now() - last < 500) return;
    last = Date.now();
    if (reason === 'interrupted') process.exit(130);
    process.stderr.write('\nfinishing the step and saving a checkpoint; once more ends at once\n');
    stop('interrupted');
    reason = 'interrupted';
  };
  for (const signal of signals) process.on(signal, interrupt);
  const timer = minutes === undefined ? undefined : setTimeout(() => stop('out of time'), minutes * 60_000);
  timer?.unref();
  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    release() {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, interrupt);
    },
  };
}
