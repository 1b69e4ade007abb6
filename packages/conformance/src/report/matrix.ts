import { groupOf } from '../suite/case';
import type { CaseResult, Report } from './report';

/** A case's results, one for each backend of the report; undefined where the backend did not have the case. */
export interface MatrixRow {
  readonly id: string;
  readonly results: readonly (CaseResult | undefined)[];
}

export interface MatrixGroup {
  readonly name: string;
  readonly rows: readonly MatrixRow[];
}

/** The report turned over: cases by group, backends side by side. */
export function matrixOf(report: Report): MatrixGroup[] {
  const rows = new Map<string, (CaseResult | undefined)[]>();
  for (const [column, backend] of report.backends.entries()) {
    for (const result of backend.cases) {
      const results = rows.get(result.id) ?? report.backends.map(() => undefined);
      results[column] = result;
      rows.set(result.id, results);
    }
  }
  const groups = new Map<string, MatrixRow[]>();
  for (const [id, results] of rows) {
    const name = groupOf(id);
    const group = groups.get(name) ?? [];
    group.push({ id, results });
    groups.set(name, group);
  }
  return Array.from(groups, ([name, members]) => ({ name, rows: members }));
}
