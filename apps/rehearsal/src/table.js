const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** Columns of text, as wide as what is in them; those named `numeric` to the right. */
function columns(rows, numeric = []) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) => row.map((cell, i) => (numeric.includes(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

/** What was installed and run. */
export function toTable({ form, steps, tarballs, bundles, seconds }) {
  const shown = steps.map(({ id, status, installed = '', ran, result, seconds: took, before }) => [
    id,
    status,
    before ? 'before' : took.toFixed(1),
    installed,
    ran,
    result.split('\n')[0].slice(0, 200),
  ]);
  const parts = [columns([['step', 'status', 'seconds', 'installed', 'ran', 'result'], ...shown], [2])];
  for (const { id, result } of steps.filter(({ status }) => status !== 'passed')) parts.push(`${id}: ${result}`);
  if (tarballs.length > 0) {
    const cells = tarballs.map(({ name, version, bytes, unpacked, files, sha256 }) => [
      ...[`${name}@${version}`, kilobytes(bytes), kilobytes(unpacked), String(files), sha256.slice(0, 16)],
    ]);
    parts.push(columns([['tarball', 'packed', 'unpacked', 'files', 'SHA-256'], ...cells], [1, 2, 3]));
  }
  if (bundles) {
    const cells = Object.entries(bundles).map(([name, { bytes, gzipped }]) => [
      name,
      kilobytes(bytes),
      kilobytes(gzipped),
    ]);
    parts.push(columns([['a bundle of', 'minified', 'gzip'], ...cells], [1, 2]));
  }
  const count = (status) => steps.filter((one) => one.status === status).length;
  const counts = ['passed', 'failed', 'unavailable'].map((status) => `${count(status)} ${status}`).join(', ');
  parts.push(`${form} form: ${counts}, in ${Math.round(seconds)} s`);
  return `${parts.join('\n\n')}\n`;
}
