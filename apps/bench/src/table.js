import { columns, grouped, size } from '@mosa-js/command/format';
import { partsText } from './parts.js';

const none = '–';
const or = (value, show) => (value === undefined ? none : show(value));
const ms = (value) => or(value, (known) => (known < 0.1 ? known.toFixed(4) : known.toFixed(3)));
const times = (value) => or(value, (known) => `${known.toFixed(known < 10 ? 2 : 0)}×`);

/** What the columns are called and how a row fills them. The peer's are there where one was asked for. */
const cells = [
  ['kind', ({ kind }) => kind],
  ['B', ({ batch }) => `${batch}`],
  ['T', ({ length }) => grouped(length)],
  ['E', ({ heads }) => `${heads}`],
  ['k or ρ', ({ k, sparsity }) => (k !== undefined ? `k ${k}` : sparsity !== undefined ? `ρ ${sparsity}` : none)],
  ['GPU ms', ({ gpuMs }) => ms(gpuMs)],
  ['wall ms', ({ wallMs }) => ms(wallMs)],
  ['host ms', ({ hostMs }) => ms(hostMs)],
  ['dispatches', ({ dispatches }) => or(dispatches, grouped)],
  ['µs each', ({ hostUsPerDispatch }) => or(hostUsPerDispatch, (us) => us.toFixed(2))],
  ['of floor', ({ hostOverFloor }) => times(hostOverFloor)],
  ['of as many', ({ hostOverShortFloor }) => times(hostOverShortFloor)],
  ['reserved', ({ reservedBytes }) => or(reservedBytes, size)],
  ['made', ({ made }) => or(made, (m) => [m.buffers, m.bindGroups, m.pipelines, m.writes].join('/'))],
  ['of product', ({ ofLargeProduct }) => or(ofLargeProduct, (share) => `${(100 * share).toFixed(1)} %`)],
  ['GB/s', ({ gigabytesPerSecond }) => or(gigabytesPerSecond, grouped)],
];
/** Where tokens are drawn or logits read: a run is as many tokens as are read at once. */
const drawCells = [
  ['read', ({ draw }) => (typeof draw === 'number' ? `${draw} drawn` : 'logits')],
  [
    'tokens/s',
    ({ draw, batch, wallMs }) => or(wallMs, (wall) => grouped(Math.round((1000 * batch * (Number(draw) || 1)) / wall))),
  ],
];
/** Where the work is the process's own. */
const cpuCells = [['CPU ms', ({ cpuMs }) => ms(cpuMs)]];
const peerCells = [
  ['torch ms', ({ peer }) => ms(peer?.wallMs)],
  ['of torch', ({ peer }) => times(peer?.ratio)],
  ['torch bytes', ({ peer }) => or(peer?.peakBytes, size)],
];
const peerCpuCells = [
  ['torch CPU ms', ({ peer }) => ms(peer?.cpuMs)],
  ['CPU of torch', ({ peer }) => times(peer?.cpuRatio)],
];

/** Columns of a report: their heads, and a text for each row. */
export function cellsOf({ peer, rows }) {
  const draws = rows.some(({ draw }) => draw !== undefined) ? drawCells : [];
  const cpu = rows.some(({ cpuMs }) => cpuMs !== undefined) ? cpuCells : [];
  const peerCpu = rows.some(({ peer: found }) => found?.cpuMs !== undefined) ? peerCpuCells : [];
  const all = [...cells, ...draws, ...cpu, ...(peer === undefined ? [] : peerCells), ...peerCpu];
  return { head: all.map(([name]) => name), body: rows.map((row) => all.map(([, text]) => text(row))) };
}

/** What is to be said of every number made without a GPU. */
export const softwareNotice = 'This GPU is in software: correctness only; not a measurement';

/** What must not be overlooked, or undefined. */
export const noticeOf = ({ about }) => (about.software ? softwareNotice : undefined);

/** What the numbers are of, and what they are measured against: a line each. */
export function headLines({ benchmark, about, asked, floor, largeProduct, peer }) {
  const { device, library, host, clock, unchecked } = about;
  const { runs, rounds, width, headWidth, denseHeads, beside: kind } = asked;
  const beside = denseHeads > 0 ? `, ${denseHeads} ${kind} heads beside E others` : '';
  return [
    `${benchmark} on ${device}, ${library}${unchecked ? ', UNCHECKED: without the checks that all others run with' : ''}`,
    ...(host === undefined ? [] : [host]),
    `h = ${width}, h′ = ${headWidth}${beside}; ${runs} runs back to back, median of ${rounds}; GPU ms by ${clock}`,
    ...(floor === undefined
      ? []
      : [
          `floor: ${floor.hostUs.toFixed(2)} µs of the host a dispatch, ${grouped(floor.dispatches)} prebuilt ones in one pass`,
        ]),
    `product: ${largeProduct.size}³ in ${ms(largeProduct.milliseconds)} ms, ${(largeProduct.flopsPerSecond / 1e12).toFixed(2)} TFLOP/s`,
    ...(peer === undefined
      ? []
      : [peer.unavailable ? `torch: unavailable: ${peer.unavailable}` : `torch: ${peer.about}`]),
  ];
}

/** What a reader is told below the rows: rows that could not be. */
export function notesOf({ rows, peer }) {
  const refused = rows.filter((row) => row.refused !== undefined);
  return [
    ...refused.map((row) => `${row.kind}, T = ${grouped(row.length)}, E = ${row.heads}: not run: ${row.refused}`),
    ...(peer?.notes ?? []).map((note) => `torch: ${note}`),
  ];
}

/** A report as text. */
export function toTable(report) {
  const { head, body } = cellsOf(report);
  const notice = noticeOf(report);
  const lines = [...(notice ? [notice] : []), ...headLines(report), columns(head, body), ...notesOf(report)];
  return `${lines.join('\n')}${partsText(report.rows)}`;
}
