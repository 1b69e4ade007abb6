import { escapeMarkup as escape } from './escape';
import { matrixHtml } from './html-matrix';
import { pageScript } from './html-script';
import { legend, mark } from './html-status';
import { pageStyle } from './html-style';
import type { Report } from './report';
import { failures, isProblem } from './summary';

const shownProblems = 100;

export interface HtmlOptions {
  /** Backends that must be able to run. */
  readonly named?: readonly string[];
  /** When the suite ran. Default: now. */
  readonly date?: Date;
  /** What it ran on. Default: this process's Node version and platform. */
  readonly environment?: string;
}

/** The report as one page that needs nothing else: cases down, backends across. */
export function toHtml(report: Report, options: HtmlOptions = {}): string {
  const { named = [], date = new Date(), environment } = options;
  const ranOn = environment ?? `Node ${process.version.slice(1)} · ${process.platform} ${process.arch}`;
  const time = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>MoSA conformance ${escape(report.suite)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>MoSA conformance</h1>
<p class="meta"><span>suite ${escape(report.suite)}</span> · <time datetime="${date.toISOString()}">${time}</time> · <span>${escape(ranOn)}</span></p>
</header>
${verdict(failures(report, named))}
${problemList(report)}
${unavailableList(report)}
<div class="tools">
<input id="filter" type="search" placeholder="Filter cases, for example mosa/forward" aria-label="Filter cases by id">
<label><input id="not-pass" type="checkbox"> only what is not pass</label>
<span id="shown" role="status"></span>
</div>
${matrixHtml(report)}
${legend()}
<script>${pageScript}</script>
</body>
</html>
`;
}

function verdict(why: readonly string[]): string {
  if (why.length === 0) return `<p class="verdict">${mark('pass')} Every backend that ran passed.</p>`;
  return `<p class="verdict failed">${mark('fail')} ${escape(why.join('; '))}</p>`;
}

function problemList(report: Report): string {
  const problems = report.backends.flatMap(({ name, cases }) =>
    cases.filter(({ status }) => isProblem(status)).map((result) => ({ name, ...result })),
  );
  if (problems.length === 0) return '';
  const items = problems.slice(0, shownProblems).map(({ name, id, status, stage, reason = 'no reason given' }) => {
    const where = stage === undefined ? '' : ` at stage <b>${escape(stage)}</b>`;
    return `<li>${mark(status)} <b>${escape(name)}</b>${where} <code>${escape(id)}</code><br>${escape(reason)}</li>`;
  });
  const more = problems.length > shownProblems ? `<p>+${problems.length - shownProblems} more in the table below</p>` : '';
  const open = problems.length <= 10 ? ' open' : '';
  return `<details class="problems"${open}><summary>What failed (${problems.length})</summary><ul>${items.join('')}</ul>${more}</details>`;
}

function unavailableList({ backends }: Report): string {
  const absent = backends.filter(({ status }) => status === 'unavailable');
  if (absent.length === 0) return '';
  const items = absent.map(({ name, reason = 'no reason given' }) => `<li><b>${escape(name)}</b><br>${escape(reason)}</li>`);
  return `<details class="unavailable" open><summary>Unavailable (${absent.length})</summary><ul>${items.join('')}</ul></details>`;
}
