import { join } from 'node:path';
import { type HtmlOptions, toHtml } from '../report/html';
import { toJson } from '../report/json';
import { toJunit } from '../report/junit';
import { openOutput } from '../report/output';
import type { Report } from '../report/report';
import { print } from './print';

/** Where reports go: paths, and for JSON '-' for standard output. */
export interface Destinations {
  readonly json?: string;
  readonly html?: string;
  readonly junit?: string;
}

/** Opens every output before the suite runs, so that a bad path costs no minutes. @throws MosaError `output` */
export async function openReports(
  { json, html, junit }: Destinations,
  options: HtmlOptions = {},
): Promise<(report: Report) => Promise<void>> {
  const outputs: { path?: string; option: string; show(report: Report): string }[] = [
    { path: html && join(html, 'index.html'), option: `--html ${html}`, show: (report) => toHtml(report, options) },
    { path: junit, option: `--junit ${junit}`, show: (report) => toJunit(report, options.named) },
    { path: json === '-' ? undefined : json, option: `--json ${json}`, show: toJson },
  ];
  const writers: ((report: Report) => Promise<void>)[] = [];
  for (const { path, option, show } of outputs) {
    if (path === undefined) continue;
    const output = await openOutput(path, option);
    writers.push(async (report) => output.write(show(report)));
  }
  if (json === '-') writers.push(async (report) => void print(toJson(report)));
  return async (report) => {
    for (const write of writers) await write(report);
  };
}
