const kilobytes = (bytes) => (bytes === undefined ? '' : `${(bytes / 1000).toFixed(1)} kB`);

const legend = [
  'What a page loads of our packages, in kB of 1000 bytes. gzip is held to the budget, which may rise only with a reason;',
  'over is what is still to go to the target. Without kernels: as if the adapter had no table of ops for its library.',
];

/** The sizes beside their budgets, as a table for a terminal, with a line on what they are. */
export function table(rows) {
  const cells = rows.map(({ name, bytes, gzipped, budget, target }) => [
    name,
    ...[bytes, gzipped, budget, target, gzipped > target ? gzipped - target : undefined].map(kilobytes),
  ]);
  const all = [['bundle', 'minified', 'gzip', 'budget', 'target', 'over'], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const lines = all.map((row) =>
    row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))),
  );
  return [...legend, '', ...lines.map((line) => line.join('  ').trimEnd())].join('\n');
}
