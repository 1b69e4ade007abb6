const ms = (value) => (value === undefined ? '–' : value < 0.1 ? value.toFixed(4) : value.toFixed(3));
const ratio = (a, b) => `${(a / b).toFixed(1)}×`;

/** Median milliseconds as text. A ratio says how many times as long as the kernel the other took, by the same clock. */
export function toTable({ device, library, clock, runs, results }) {
  const head = ['T', 'rows', 'k', 'kernel', 'topk', '', 'decomposed', '', 'wall: kernel', 'topk', 'decomposed'];
  const body = results.map(({ T, rows, k, kernel, topk, decomposition }) => {
    const by = kernel.gpuMs === undefined ? 'wallMs' : 'gpuMs';
    return [
      `${T}`,
      `${rows}`,
      `${k}`,
      ms(kernel[by]),
      ms(topk[by]),
      ratio(topk[by], kernel[by]),
      ms(decomposition[by]),
      ratio(decomposition[by], kernel[by]),
      ms(kernel.wallMs),
      ms(topk.wallMs),
      ms(decomposition.wallMs),
    ];
  });
  const widths = head.map((_, i) => Math.max(...[head, ...body].map((row) => row[i].length)));
  const line = (row) => row.map((cell, i) => cell.padStart(widths[i])).join('  ');
  return [
    `select on ${device}, ${library}`,
    `milliseconds, medians of ${runs} runs; clock: ${clock}`,
    line(head),
    ...body.map(line),
  ].join('\n');
}
