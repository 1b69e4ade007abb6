import { endProcess } from './end-process';

/** The exit code of a command that a signal ended: 128 and the signal's number, as shells have it. */
export const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Ctrl-C, the end that another program asks for, and a terminal that was closed. */
export type StopSignal = keyof typeof exitCodes;

export const stopSignals = Object.keys(exitCodes) as StopSignal[];

/** Why a command was asked to stop. */
export type StopReason = 'interrupted' | 'out of time';

export interface Interruption {
  /** Its reason is an error that says `interrupted by SIGINT` or `out of time`. */
  readonly signal: AbortSignal;
  /** Why, once the signal is aborted. */
  readonly reason: StopReason | undefined;
  /** Of a command that was interrupted: 130, 143 or 129; else 0. */
  readonly exitCode: number;
  release(): void;
}

export interface InterruptionOptions {
  /** Until the signal comes by itself. Default: never. */
  readonly minutes?: number;
  /** Called once, at the first signal. */
  readonly onInterrupt?: () => void;
}

/** A timer takes no longer delay than this. */
export const mostMinutes = Math.floor((2 ** 31 - 1) / 60_000);

/** One Ctrl-C may arrive twice: from the terminal, and passed on by what started this process. */
const millisecondsOfOne = 500;

/** Turns the signals that end a process, or the end of the time there is, into an abort signal. A second signal ends the process at once. */
export function interruption({ minutes, onInterrupt }: InterruptionOptions = {}): Interruption {
  const controller = new AbortController();
  let reason: StopReason | undefined;
  let exitCode = 0;
  let last = Number.NEGATIVE_INFINITY;
  const interrupt = (by: StopSignal) => {
    if (performance.now() - last < millisecondsOfOne) return;
    last = performance.now();
    if (reason === 'interrupted') endProcess(exitCodes[by]); // children are killed as this process exits
    reason = 'interrupted';
    exitCode = exitCodes[by];
    onInterrupt?.();
    controller.abort(new Error(`interrupted by ${by}`));
  };
  const end = () => {
    reason ??= 'out of time';
    controller.abort(new Error('out of time'));
  };
  for (const signal of stopSignals) process.on(signal, interrupt);
  const timer = minutes === undefined ? undefined : setTimeout(end, minutes * 60_000);
  timer?.unref();
  return {
    signal: controller.signal,
    get reason() {
      return reason;
    },
    get exitCode() {
      return exitCode;
    },
    release() {
      clearTimeout(timer);
      for (const signal of stopSignals) process.off(signal, interrupt);
    },
  };
}
