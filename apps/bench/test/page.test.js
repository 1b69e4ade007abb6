import { expect, it } from 'vitest';
import { chartOf } from '../src/chart.js';
import { seriesOf } from '../src/content.js';
import { toPage } from '../src/page.js';
import { report, row } from './support/report.js';

const places = (svg) => [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [+x, +y]);

it('draws equal ratios at equal distances', () => {
  const svg = chartOf('time', [{ name: 'a', points: [[256, 0.1], [512, 1], [1024, 10]] }]); // biome-ignore format: pairs
  const [[x0, y0], [x1, y1], [x2, y2]] = places(svg);
  expect(x1 - x0).toBeCloseTo(x2 - x1, 0);
  expect(y0 - y1).toBeCloseTo(y1 - y2, 0);
  expect(y0).toBeGreaterThan(y2);
  expect(svg).toMatch(/>256<.*>512<.*>1,024</);
});

it('draws a single point, and nothing where there is none', () => {
  expect(places(chartOf('time', [{ name: 'a', points: [[64, 3]] }]))).toHaveLength(1);
  expect(chartOf('time', [{ name: 'a', points: [] }])).toBeUndefined();
});

it('joins rows that differ in T alone, and leaves out what was not measured', () => {
  const rows = [2048, 1024].map((length) => row({ kind: 'mosa', length, sparsity: 16 }));
  const refused = row({ kind: 'dense', length: 4096 }, { refused: 'too large' });
  expect(seriesOf([...rows, refused], '', ({ wallMs }) => wallMs)).toEqual([
    { name: 'mosa ρ 16, B 1, E 8', points: [[1024, 0.6], [2048, 0.6]] }, // biome-ignore format: pairs
  ]);
});

it('is a page without script and without requests, with all rows', () => {
  const page = toPage(report([1024, 2048].map((length) => row({ kind: 'mosa', length, sparsity: 16 }))));
  expect(page).not.toMatch(/<script|<link|<img|https?:|url\(|@import/i);
  expect(page).toContain('prefers-color-scheme: dark');
  expect(page).toContain('layer on a GPU &lt;fast&gt;');
  expect(page.match(/<svg /g)).toHaveLength(4);
  expect(page.match(/<tr>/g)).toHaveLength(3);
});
