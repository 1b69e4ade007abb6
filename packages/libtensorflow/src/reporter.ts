import type { Screen } from '@mosa-js/command';

/** Tells on standard error what is being done. */
export interface Reporter {
  /** A step begins. */
  step(text: string): void;
  /** How far the step is, 0 to 1. Shown once it has taken two seconds. */
  progress(fraction: number): void;
  /** Ends the line that shows progress. */
  end(): void;
}

export function reporter(stream: Screen): Reporter {
  const isTerminal = stream.isTTY === true;
  let started = 0;
  let shown = -1;
  const end = () => {
    if (isTerminal && shown >= 0) stream.write('\n');
    shown = -1;
  };
  return {
    step(text) {
      end();
      started = performance.now();
      stream.write(`${text}\n`);
    },
    progress(fraction) {
      if (performance.now() - started < 2000) return;
      const percent = Math.min(100, Math.floor(fraction * 100));
      // A log is no place for a hundred lines.
      const now = isTerminal ? percent : percent - (percent % 25);
      if (now <= shown) return;
      shown = now;
      stream.write(isTerminal ? `\r  ${now}%` : `  ${now}%\n`);
    },
    end,
  };
}
