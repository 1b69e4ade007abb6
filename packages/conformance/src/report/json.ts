import { MosaError } from '@mosa-js/core';
import type { Report } from './report';

/**
 * The report as JSON.
 * @throws MosaError `output` for a number that JSON does not have: the suite makes none, since one judges nothing
 */
export function toJson(report: Report): string {
  for (const { name, cases } of report.backends) {
    for (const { id, error = 0, bound = 0 } of cases) {
      if (Number.isFinite(error) && Number.isFinite(bound)) continue;
      throw new MosaError('output', `${name} ${id}`, 'a finite error and bound', `error ${error}, bound ${bound}`);
    }
  }
  return `${JSON.stringify(report, null, 2)}\n`;
}
