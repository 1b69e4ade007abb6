import { join } from 'node:path';
import { doAll, type Output, openJson, openOutput } from '@mosa-js/command';
import { type HtmlOptions, toHtml } from '../report/html';
import { toJson } from '../report/json';
import { toJunit } from '../report/junit';
import type { Report } from '../report/report';

/** Where reports go: paths, and for JSON '-' for standard output. */
export interface Destinations {
  readonly json?: string;
  readonly html?: string;
  readonly junit?: string;
}

/**
 * Opens every output before the suite runs, so that a bad path costs no minutes.
 * @returns what writes them all, and throws the first failure after that
 * @throws MosaError `output`
 */
export async function openReports(
  { json, html, junit }: Destinations,
  options: HtmlOptions = {},
): Promise<(report: Report) => Promise<void>> {
  const outputs: [Output, (report: Report) => string][] = [];
  if (html !== undefined)
    outputs.push([await openOutput(join(html, 'index.html'), `--html ${html}`), (report) => toHtml(report, options)]);
  if (junit !== undefined)
    outputs.push([await openOutput(junit, `--junit ${junit}`), (report) => toJunit(report, options.named)]);
  if (json !== undefined) outputs.push([await openJson(json), toJson]);
  return (report) =>
    doAll(
      outputs.map(
        ([output, show]) =>
          () =>
            output.write(show(report)),
      ),
    );
}
