import { progressLine } from '@mosa-js/command';
import { visible } from '@mosa-js/command/visible';
import { showCounts } from '../report/summary';
import type { Progress } from '../runner/run-conformance';

const secondsBetweenLines = 10;

/** A stream such as `process.stderr`. Written out here, since the types of this package name none that is private. */
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
  const line = progressLine(screen);
  return {
    update(progress) {
      if (progress.report) {
        running.delete(progress.backend);
        line.note(finished(progress));
      } else {
        running.set(progress.backend, progress);
        line.update(Array.from(running.values(), underWay).join('   '));
      }
    },
    end: line.end,
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
