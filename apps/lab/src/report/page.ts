import { createHash } from 'node:crypto';
import type { Chart } from './chart';

/** A part of a page: text is escaped, `html` is not. */
export type Part =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'notes'; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** `narrow` is shown instead of `wide` on narrow screens; both are markup. */
  | (Titled & { readonly kind: 'chart'; readonly wide: string; readonly narrow: string })
  | (Titled & { readonly kind: 'panels'; readonly panels: readonly Panel[] })
  | { readonly kind: 'details'; readonly summary: string; readonly text: string }
  | { readonly kind: 'closed'; readonly summary: string; readonly parts: readonly Part[] };

/** One of several small charts with the same axes. */
export interface Panel {
  readonly name: string;
  readonly svg: string;
}

interface Titled {
  /** What was drawn. */
  readonly chart: Chart;
  readonly title: string;
  readonly subtitle?: string;
}

const style = `
:root { color-scheme: light dark; --text: #1f2933; --soft: #52606d; --page: #fff; --line: #e4e7eb; --edge: #9aa5b1; --back: #f5f7fa; }
body { margin: 0 auto; max-width: 1040px; padding: 24px 20px 60px; color: var(--text); background: var(--page);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 25px; margin: 8px 0 4px; }
h2 { font-size: 19px; margin: 34px 0 8px; }
p.about { color: var(--soft); margin: 0 0 12px; overflow-wrap: anywhere; }
figure { margin: 18px 0; padding: 10px 0 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; }
figcaption { padding: 0 12px; }
figcaption b { font-size: 16px; }
figcaption span { display: block; color: var(--soft); font-size: 13px; }
figure svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); }
.panels p { margin: 10px 0 0; padding: 0 12px; font-size: 13.5px; font-weight: 600; }
.follows { display: none; margin: 0; color: var(--soft); font-size: 13px; }
.wide-table { overflow-x: auto; }
.wide-table:focus-visible { outline: 2px solid #0072b2; }
table { border-collapse: collapse; font-size: 13.5px; font-variant-numeric: tabular-nums; }
th, td { padding: 5px 8px; text-align: right; border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; font-weight: 600; border-bottom: 2px solid var(--edge); }
th:first-child { text-align: left; position: sticky; left: 0; background: var(--page); }
tbody th { font-weight: 400; }
tbody th, td { white-space: nowrap; }
ul { padding-left: 20px; }
pre { background: var(--back); padding: 12px; border-radius: 8px; overflow-x: auto; font-size: 12.5px; }
summary { cursor: pointer; }
@media (max-width: 700px) {
  body { padding: 12px 12px 40px; }
  .wide { display: none; }
  .narrow { display: block; }
  .follows { display: block; }
  tbody th { white-space: normal; min-width: 110px; max-width: 150px; }
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e8ebef; --soft: #a2abb7; --page: #14171b; --line: #343b45; --edge: #5b6470; --back: #1f242b; }
${darker()}}
`;

/** Charts have the colours of a light page as attributes, which a style goes before. */
function darker(): string {
  const colors = {
    '#1f2933': '#e8ebef', // text
    '#e4e7eb': '#2b323b', // lines of the grid
    '#b4bcc6': '#4a535f', // what stands behind
    '#7b8794': '#a2abb7', // axes
    '#0072b2': '#4aa8e0',
    '#009e73': '#2cc49a',
    '#d55e00': '#f08a3c',
    '#000000': '#f5f7fa',
    '#7a5195': '#b78ad4',
    '#8c6d31': '#c7a45c',
    '#637939': '#9fb86a',
  };
  return Object.entries(colors)
    .flatMap(([light, dark]) => ['fill', 'stroke'].map((what) => `  svg [${what}="${light}"] { ${what}: ${dark}; }\n`))
    .join('');
}

/** Charts have style attributes; nothing else but the style above, and no script, is allowed. */
const policy = [
  "default-src 'none'",
  `style-src-elem 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** A page in one file, with nothing to load from anywhere. */
export function page(title: string, about: string, parts: readonly Part[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p class="about">${escape(about)}</p>
${parts.map(show).join('\n')}
</body>
</html>
`;
}

function show(part: Part): string {
  switch (part.kind) {
    case 'heading':
      return `<h2>${escape(part.text)}</h2>`;
    case 'text':
      return `<p>${escape(part.text)}</p>`;
    case 'notes':
      return `<ul>${part.items.map((item) => `<li>${escape(item)}</li>`).join('\n')}</ul>`;
    case 'table':
      return table(part.head, part.rows);
    case 'chart':
      return `<figure>${caption(part)}<div class="wide">${part.wide}</div><div class="narrow">${part.narrow}</div></figure>`;
    case 'panels':
      return `<figure>${caption(part)}${panels(part.panels)}</figure>`;
    case 'details':
      return `<details><summary>${escape(part.summary)}</summary><pre>${escape(part.text)}</pre></details>`;
    case 'closed':
      return `<details><summary>${escape(part.summary)}</summary>${part.parts.map(show).join('\n')}</details>`;
  }
}

export function panels(all: readonly Panel[]): string {
  const items = all.map(({ name, svg }) => `<div><p>${escape(name)}</p>${svg}</div>`);
  return `<div class="panels">${items.join('\n')}</div>`;
}

function caption({ title, subtitle }: Pick<Chart, 'title' | 'subtitle'>): string {
  return `<figcaption><b>${escape(title)}</b>${subtitle ? `<span>${escape(subtitle)}</span>` : ''}</figcaption>`;
}

/** The first column names the rows and stays in sight. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const titles = head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('');
  const body = rows.map(([name = '', ...cells]) => {
    const others = cells.map((cell) => `<td>${escape(cell)}</td>`).join('');
    return `<tr><th scope="row">${escape(name)}</th>${others}</tr>`;
  });
  const follows = head.length > 4 ? `<p class="follows">${head.length} columns; the table scrolls to the right →</p>` : '';
  return `${follows}<div class="wide-table" tabindex="0" role="region" aria-label="${escape(head.filter(Boolean).slice(0, 3).join(', '))}"><table><thead><tr>${titles}</tr></thead><tbody>
${body.join('\n')}
</tbody></table></div>`;
}

export function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
