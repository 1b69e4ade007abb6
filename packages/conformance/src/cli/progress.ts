import { showCounts } from '../report/summary';
import { visible } from '../report/visible';
import type { Progress } from '../runner/run-conformance';

const secondsBetweenLines = 10;

/** A stream such as `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows how far the backends are: one line that changes on a terminal, else a line now and then. */
export function showProgress(screen: Screen): { update(progress: Progress): void; end(): void } {
  return screen.isTTY ? changingLine(screen) : linesNowAndThen(screen);
}

function changingLine(screen: Screen): { update(progress: Progress): void; end(): void } {
  const running = new Map<string, Progress>();
  let drawn = 0;
  const draw = (text: string) => screen.write(`\r\x1b[K${text}`);
  return {
    update(progress) {
      if (progress.report) {
        running.delete(progress.backend);
        draw(`${finished(progress)}\n`);
      } else {
        running.set(progress.backend, progress);
      }
      if (!progress.report && Date.now() - drawn < 50) return;
      drawn = Date.now();
      const line = Array.from(running.values(), underWay).join('   ');
      draw(line.slice(0, (screen.columns ?? 80) - 1));
    },
    end: () => void draw(''),
  };
}

function linesNowAndThen(screen: Screen): { update(progress: Progress): void; end(): void } {
  const last = new Map<string, { quarter: number; time: number }>();
  return {
    update(progress) {
      const { backend, done, total } = progress;
      const now = { quarter: Math.floor((4 * done) / Math.max(total, 1)), time: Date.now() };
      const before = last.get(backend);
      if (progress.report) {
        screen.write(`${finished(progress)}\n`);
      } else if (before === undefined) {
        last.set(backend, now);
        screen.write(`${visible(backend)}: started\n`);
      } else if (
        done < total &&
        (now.quarter > before.quarter || now.time - before.time > secondsBetweenLines * 1000)
      ) {
        last.set(backend, now);
        screen.write(`${underWay(progress)}\n`);
      }
    },
    end: () => undefined,
  };
}

function underWay({ backend, done, total, problems }: Progress): string {
  return `${visible(backend)}: ${done} of ${total} cases${problems > 0 ? `, ${problems} failed` : ''}`;
}

function finished({ backend, report }: Progress): string {
  return report?.status === 'ran'
    ? `${visible(backend)}: ${showCounts(report.cases)}`
    : `${visible(backend)}: unavailable`;
}
