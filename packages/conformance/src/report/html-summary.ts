import { escapeMarkup as escape } from './escape';
import { mark } from './html-status';
import type { Report } from './report';
import { failures, isProblem, showPassed } from './summary';

const shownProblems = 100;

/** @param named what must be able to run, since somebody asked for it */
export function verdict(report: Report, named: readonly string[] = []): string {
  const why = failures(report, named);
  if (why.length > 0) return `<p class="verdict failed">${mark('fail')} ${escape(why.join('; '))}</p>`;
  const [, ...excused] = showPassed(report).split(', ');
  const but = excused.length === 0 ? '' : `, ${escape(excused.join(', '))}`;
  return `<p class="verdict">${mark('pass')} Every backend that ran passed${but}.</p>`;
}

export function problemList(report: Report): string {
  const problems = report.backends.flatMap(({ name, cases }) =>
    cases.filter(({ status }) => isProblem(status)).map((result) => ({ name, ...result })),
  );
  if (problems.length === 0) return '';
  const items = problems.slice(0, shownProblems).map(({ name, id, status, stage, reason = 'no reason given' }) => {
    const where = stage === undefined ? '' : ` at stage <b>${escape(stage)}</b>`;
    return `<li>${mark(status)} <b>${escape(name)}</b>${where} <code>${escape(id)}</code><br>${escape(reason)}</li>`;
  });
  const more = problems.length > shownProblems ? `<p>+${problems.length - shownProblems} more in the table below</p>` : '';
  return `<details class="problems" open><summary>What failed (${problems.length})</summary><ul>${items.join('')}</ul>${more}</details>`;
}

export function unavailableList({ backends }: Report): string {
  const absent = backends.filter(({ status }) => status === 'unavailable');
  if (absent.length === 0) return '';
  const items = absent.map(
    ({ name, reason = 'no reason given' }) => `<li><b>${escape(name)}</b><br>${escape(reason)}</li>`,
  );
  return `<details class="unavailable"><summary>Unavailable (${absent.length})</summary><ul>${items.join('')}</ul></details>`;
}
