import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { mergeReports } from '../src/report/merge';
import { parseReport } from '../src/report/parse';
import { failures } from '../src/report/summary';

// A report of an earlier version, which every later one must read (docs/stability.md). It is never written anew.
it('reads a report of November 2026', () => {
  const path = fileURLToPath(new URL('./kept/report-2026-11.json', import.meta.url));
  const text = readFileSync(path, 'utf8');
  const report = parseReport(text, 'report-2026-11.json');
  expect(report).toEqual(JSON.parse(text));
  const merged = mergeReports([{ file: 'report-2026-11.json', report }]);
  expect(merged.backends.map(({ name, library }) => `${name}: ${library}`)).toEqual([
    'reference: @mosa-js/reference 0.0.0',
    'tfjs-webgpu: unknown',
  ]);
  expect(failures(merged)).toHaveLength(1);
});
