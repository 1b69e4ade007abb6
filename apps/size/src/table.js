const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** The sizes beside their budgets, as a table for a terminal. */
export function table(rows) {
  const cells = rows.map(({ name, bytes, gzipped, budget, target }) => [
    name,
    ...[bytes, gzipped, budget, target].map(kilobytes),
  ]);
  const all = [['bundle', 'minified', 'gzip', 'budget', 'target'], ...cells];
  const widths = all[0].map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const lines = all.map((row) =>
    row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))),
  );
  return lines.map((line) => line.join('  ')).join('\n');
}
