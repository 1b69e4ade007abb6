import type { CaseResult, Report } from './report';

/** The report as JSON. A number that JSON does not have, such as NaN, goes into the case's reason. */
export function toJson(report: Report): string {
  const backends = report.backends.map((backend) => ({ ...backend, cases: backend.cases.map(finite) }));
  return `${JSON.stringify({ ...report, backends }, null, 2)}\n`;
}

function finite(result: CaseResult): CaseResult {
  const kept: { -readonly [Key in keyof CaseResult]: CaseResult[Key] } = { ...result };
  for (const key of ['error', 'bound'] as const) {
    const value = kept[key];
    if (value === undefined || Number.isFinite(value)) continue;
    delete kept[key];
    kept.reason = [kept.reason, `${key} is ${value}`].filter(Boolean).join('; ');
  }
  return kept;
}
