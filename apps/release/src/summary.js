const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

/** What was released, or would be, for a terminal. @param {Awaited<ReturnType<import('./release.js').release>>} done */
export function toText(done) {
  const { version, commit, registry, tag, sources, results, gpus, tarballs, published, had, left } = done;
  const sections = [
    [`${version} of ${tarballs.length} packages, commit ${commit}`],
    [
      `results of these sources, ${sources}:`,
      ...columns(results.map(({ name, system, date, cases }) => [name, system, date, cases])),
    ],
    [
      'results on GPUs, which may be of older sources:',
      ...columns(
        gpus.map((one) => [
          one.name,
          one.device,
          one.date,
          one.cases,
          `sources ${age(one.sources, sources)}`,
          one.file,
        ]),
      ),
    ],
    [
      'tarballs:',
      ...columns([
        ['', 'packed', 'unpacked', 'SHA-256'],
        ...tarballs.map(({ name, bytes, unpacked, sha256 }) => [name, kilobytes(bytes), kilobytes(unpacked), sha256]),
      ]),
    ],
    left.length > 0
      ? [`${registry}: nothing was published. With --publish, these would be, as ${tag}: ${left.join(', ')}`]
      : [
          `${registry}: ${published.length} published, ${had.length} were there already`,
          `next: git tag v${version} ${commit} && git push origin v${version}`,
        ],
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const age = (of, now) => (of === undefined ? 'not recorded' : of === now ? 'these' : of);

function columns(rows) {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows.map((row) => `  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
}
