import { chartOf, colours, escaped } from './chart.js';
import { cellsOf, headLines, notesOf, noticeOf } from './table.js';

/** What is drawn over T. */
const charts = [
  ['GPU time, ms', ({ gpuMs }) => gpuMs],
  ['Wall time of a run, ms', ({ wallMs }) => wallMs, ({ peer }) => peer?.wallMs],
  ['Host time of a run, ms', ({ hostMs }) => hostMs],
  ['Reserved memory, MB', ({ reservedBytes }) => megabytes(reservedBytes), ({ peer }) => megabytes(peer?.peakBytes)],
];

const megabytes = (bytes) => (bytes === undefined ? undefined : bytes / 1e6);

/** A report within a page: what it is of, charts, the table, notes. */
export function contentOf(report) {
  const { head, body } = cellsOf(report);
  const drawn = charts.flatMap(([name, own, peers]) => {
    const series = [...seriesOf(report.rows, '', own), ...(peers ? seriesOf(report.rows, 'torch: ', peers) : [])];
    const chart = chartOf(name, series);
    return chart === undefined
      ? []
      : [`<figure><figcaption>${escaped(name)}</figcaption>${chart}${legend(series)}</figure>`];
  });
  const notice = noticeOf(report);
  return `${notice === undefined ? '' : `<p class="notice">${escaped(notice)}</p>`}
<p>${[...headLines(report), report.date].map(escaped).join('<br>')}</p>
<div class="charts">${drawn.join('\n')}</div>
<div class="wide"><table>
<tr>${head.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr>
${body.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n')}
</table></div>
${notesOf(report)
  .map((note) => `<p>${escaped(note)}</p>`)
  .join('\n')}`;
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
