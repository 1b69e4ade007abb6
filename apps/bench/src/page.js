import { chartOf, colours, escaped } from './chart.js';
import { cellsOf, headLines, notesOf } from './table.js';

/** What is drawn over T. */
const charts = [
  ['GPU time, ms', ({ gpuMs }) => gpuMs],
  ['Wall time of a run, ms', ({ wallMs }) => wallMs, ({ peer }) => peer?.wallMs],
  ['Host time of a run, ms', ({ hostMs }) => hostMs],
  ['Reserved memory, MB', ({ reservedBytes }) => megabytes(reservedBytes), ({ peer }) => megabytes(peer?.peakBytes)],
];

const megabytes = (bytes) => (bytes === undefined ? undefined : bytes / 1e6);

/** A report as one page: no script, nothing from elsewhere, readable on dark and on light. */
export function toPage(report) {
  const { benchmark, about } = report;
  const { head, body } = cellsOf(report);
  const title = `${benchmark} on ${about.device}`;
  const drawn = charts.flatMap(([name, own, peers]) => {
    const series = [...seriesOf(report.rows, '', own), ...(peers ? seriesOf(report.rows, 'torch: ', peers) : [])];
    const chart = chartOf(name, series);
    return chart === undefined
      ? []
      : [`<figure><figcaption>${escaped(name)}</figcaption>${chart}${legend(series)}</figure>`];
  });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
<h1>${escaped(title)}</h1>
<p>${[...headLines(report), report.date].map(escaped).join('<br>')}</p>
<main>${drawn.join('\n')}</main>
<div class="wide"><table>
<tr>${head.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr>
${body.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}
</table></div>
${notesOf(report)
  .map((note) => `<p>${escaped(note)}</p>`)
  .join('\n')}
</html>
`;
}

/** Rows that differ in T alone are a line. */
export function seriesOf(rows, prefix, read) {
  const series = new Map();
  for (const row of rows) {
    const value = read(row);
    if (!(value > 0)) continue;
    const name = prefix + nameOf(row);
    const one = series.get(name) ?? { name, points: [] };
    one.points.push([row.length, value]);
    series.set(name, one);
  }
  for (const { points } of series.values()) points.sort(([a], [b]) => a - b);
  return [...series.values()];
}

function nameOf({ kind, batch, heads, sparsity, k }) {
  const choice = k !== undefined ? ` k ${k}` : sparsity !== undefined ? ` ρ ${sparsity}` : '';
  return `${kind}${choice}, B ${batch}, E ${heads}`;
}

function legend(series) {
  const items = series.map(({ name }, i) => `<li class="s${i % colours}">${escaped(name)}</li>`);
  return `<ul>${items.join('')}</ul>`;
}

/** Six colours that are told apart on both grounds. */
const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --ground: #ffffff; --grid: #d8dce0;
  --c0: #0b62c4; --c1: #c2410c; --c2: #0f7b46; --c3: #8b3fc0; --c4: #a16207; --c5: #be185d; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaed; --ground: #15181c; --grid: #3a4047;
  --c0: #6cb0ff; --c1: #ff9b66; --c2: #5fd39a; --c3: #cf9bff; --c4: #e8c14d; --c5: #ff8ac0; } }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: var(--ink); background: var(--ground);
  font: 15px/1.5 system-ui, sans-serif; }
main { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); }
figure { margin: 0; } figcaption { font-weight: 600; } svg { width: 100%; height: auto; }
svg line { stroke: var(--grid); } svg text { fill: var(--ink); font-size: 12px; }
polyline { fill: none; stroke: currentColor; stroke-width: 2; } circle { fill: currentColor; }
ul { display: flex; flex-wrap: wrap; gap: 0 1rem; margin: 0; padding: 0; list-style: none; }
li::before { content: "● "; }
${Array.from({ length: colours }, (_, i) => `.s${i} { color: var(--c${i}); }`).join(' ')}
.wide { overflow-x: auto; } table { border-collapse: collapse; margin-top: 1.5rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.2rem 0.6rem; text-align: right; border-bottom: 1px solid var(--grid); white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
`;
