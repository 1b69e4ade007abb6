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
 * @param named backends that must be able to run, since somebody asked for them
 */
export function failures(report: Report, named: readonly string[] = []): string[] {
  const found: string[] = [];
  for (const backend of report.backends) {
    const problems = backend.cases.filter(({ status }) => isProblem(status));
    if (problems.length > 0) found.push(`${backend.name}: ${showCounts(problems)}`);
    if (isMissing(backend, named)) found.push(`${backend.name}: unavailable`);
  }
  if (!report.backends.some(({ status }) => status === 'ran')) found.push('no backend could run');
  return found;
}

/** Whether a backend that was asked for could not run. */
export function isMissing(backend: BackendReport, named: readonly string[]): boolean {
  return backend.status === 'unavailable' && named.includes(backend.name);
}
