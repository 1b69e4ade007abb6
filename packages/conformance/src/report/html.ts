import { contentPolicy } from './content-policy';
import { escapeMarkup as escape } from './escape';
import { matrixHtml } from './html-matrix';
import { pageScript } from './html-script';
import { legend } from './html-status';
import { pageStyle } from './html-style';
import { problemList, unavailableList, verdict } from './html-summary';
import type { Report } from './report';

export interface HtmlOptions {
  /** Backends that must be able to run. */
  readonly named?: readonly string[];
  /** When the suite ran. Default: now. */
  readonly date?: Date;
  /** What it ran on. Default: this process's Node version and platform, or this browser. */
  readonly environment?: string;
}

/** The report as one page that needs nothing else: cases down, backends across. */
export function toHtml(report: Report, options: HtmlOptions = {}): string {
  const { named = [], date = new Date(), environment } = options;
  const ranOn = environment ?? thisEnvironment();
  const time = `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${contentPolicy(pageStyle, pageScript)}
<link rel="icon" href="data:,">
<title>MoSA conformance ${escape(report.suite)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1>MoSA conformance</h1>
<p class="meta"><span>suite ${escape(report.suite)}</span> · <time datetime="${date.toISOString()}">${time}</time> · <span>${escape(ranOn)}</span></p>
<p>Each backend computed the cases below, and a reference in float64 says what is right. A number is the largest error ÷ what is allowed: 0 is exact, up to 1 passes.</p>
</header>
${verdict(report, named)}
${problemList(report)}
${unavailableList(report)}
<noscript><p>Without JavaScript groups cannot be opened: only those with failures show their cases.</p></noscript>
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

function thisEnvironment(): string {
  if (typeof process === 'undefined') return navigator.userAgent;
  return `Node ${process.version.slice(1)} · ${process.platform} ${process.arch}`;
}
