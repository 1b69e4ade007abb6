import { isHead } from '../suite/heads';
import { type BackendReport, type CaseResult, type Report, type Status, statuses } from './report';

export type Counts = Readonly<Record<Status, number>>;

export function counts(cases: readonly CaseResult[]): Counts {
  const result = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<Status, number>;
  for (const { status } of cases) result[status] += 1;
  return result;
}

/** `410 pass, 2 fail`: the statuses that occur. */
export function showCounts(cases: readonly CaseResult[]): string {
  const found = counts(cases);
  const parts = statuses.filter((status) => found[status] > 0).map((status) => `${found[status]} ${status}`);
  return parts.join(', ') || 'no cases';
}

/** Error ÷ bound, or undefined for a case that was not measured; 1 is the most that passes, NaN the worst there is. */
export function errorRatio({ error, bound }: CaseResult): number | undefined {
  if (error === undefined || bound === undefined) return undefined;
  return error === 0 ? 0 : error / bound;
}

/** The case with the largest error ÷ bound. */
export function worst(cases: readonly CaseResult[]): { readonly id: string; readonly ratio: number } | undefined {
  const rank = (ratio: number) => (Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio);
  let found: { id: string; ratio: number } | undefined;
  for (const result of cases) {
    const ratio = errorRatio(result);
    if (ratio !== undefined && (!found || rank(ratio) > rank(found.ratio))) found = { id: result.id, ratio };
  }
  return found;
}

/** Two significant digits: `0.031`, `1.2`, `4.5e+3`. */
export function showRatio(ratio: number): string {
  if (ratio === 0) return '0';
  if (ratio === Number.POSITIVE_INFINITY) return '∞';
  return ratio >= 0.001 && ratio < 1000 ? String(Number(ratio.toPrecision(2))) : ratio.toExponential(1);
}

/** Whether a case with this status fails the run. */
export function isProblem(status: Status): boolean {
  return status === 'fail' || status === 'xpass';
}

/**
 * Why a run failed, in plain words; none means that it passed.
 * @param named what must be able to run, since somebody asked for it: of a package with several devices, one of them
 */
export function failures(report: Report, named: readonly string[] = []): string[] {
  const found: string[] = [];
  for (const backend of report.backends) {
    const problems = backend.cases.filter(({ status }) => isProblem(status));
    const without = backend.cases.filter(({ id, status }) => isHead(id) && (status === 'unsupported' || status === 'skip'));
    if (problems.length > 0) found.push(`${backend.name}: ${showCounts(problems)}`);
    else if (without.length > 0) {
      found.push(`${backend.name}: ${without.length} forward passes of heads not run, which every backend must run`);
    }
    if (backend.status === 'ran' && backend.cases.length === 0) found.push(`${backend.name}: it ran no case`);
    if (isMissing(backend, report, named)) found.push(`${backend.name}: unavailable`);
  }
  if (!report.backends.some(({ status }) => status === 'ran')) found.push('no backend could run');
  return found;
}

/** Whether a backend could not run, and nothing else of what was asked for could. */
export function isMissing(backend: BackendReport, { backends }: Report, named: readonly string[]): boolean {
  if (backend.status !== 'unavailable') return false;
  const asks = ({ asked, name }: BackendReport) => asked ?? [name];
  const ran = (ask: string) => backends.some((other) => other.status === 'ran' && asks(other).includes(ask));
  return asks(backend).some((ask) => named.includes(ask) && !ran(ask));
}

/** `passed`, and how many cases the backends did not pass: `passed, 3 of 423 cases unsupported`. */
export function showPassed({ backends }: Report): string {
  const cases = backends.flatMap((backend) => backend.cases);
  const { unsupported, xfail } = counts(cases);
  const parts = [
    ...(unsupported > 0 ? [`${unsupported} of ${cases.length} cases unsupported`] : []),
    ...(xfail > 0 ? [`${xfail} of ${cases.length} cases failed as expected`] : []),
  ];
  return ['passed', ...parts].join(', ');
}
