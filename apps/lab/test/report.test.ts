import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alone, aloneNarrow, type Point, renderChart, type Series } from '../src/report/chart';
import { chartPart } from '../src/report/chart-part';
import { page } from '../src/report/page';
import { lab, small, temporaryFolder, textFile } from './support/command';
import { memory, record } from './support/records';

const empty = new Set(['meta', '!doctype']);

/** Throws unless every element is closed in its turn and every attribute is quoted. */
function checkWellFormed(html: string): void {
  const open: string[] = [];
  for (const [tag, end, name, rest] of html.matchAll(/<(\/?)([!a-zA-Z][\w:!-]*)((?:"[^"]*"|[^">])*)>/g)) {
    const element = name!.toLowerCase();
    if (end) expect(open.pop(), tag).toBe(element);
    else if (!rest!.endsWith('/') && !empty.has(element)) open.push(element);
    expect(rest, tag).toMatch(/^(\s+[\w:-]+(="[^"]*")?)*\s*(html)?\s*\/?$/);
  }
  expect(open).toEqual([]);
  expect(html.replace(/<style>[\s\S]*?<\/style>/g, '')).not.toMatch(/<(?![/!a-zA-Z])/);
}

describe('a page', () => {
  let folder = '';
  let html = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mosa-lab-report-'));
    const words = small(textFile(folder), 4);
    const iso = [
      '--dense-heads',
      '4',
      '--sparse-heads',
      '0',
      '--keep-dense',
      '2',
      '--sparsities',
      '2,4',
      '--seeds',
      '1',
    ];
    await lab('train', ...words, '--out', join(folder, 'train'));
    await lab('isoflop', ...words, ...iso, '--kinds', 'mosa', '--out', join(folder, 'iso'));
    const files = [join(folder, 'train', 'run.json'), join(folder, 'iso', 'isoflop.json')];
    const made = await lab('report', ...files, '--html', join(folder, 'report.html'), '--title', 'A <b> & "c"');
    expect(made).toMatchObject({ code: 0 });
    html = readFileSync(join(folder, 'report.html'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is well-formed', () => checkWellFormed(html));

  it('loads nothing from anywhere', () => {
    expect(html).not.toMatch(/<(script|link|img|iframe)\b/);
    expect(html.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:\/\/|url\((?!#)/);
  });

  it('allows its own style alone, and the attributes of charts', () => {
    const [, policy] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)!;
    const [, style] = /<style>([\s\S]*?)<\/style>/.exec(html)!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(policy).toMatch(/^default-src 'none'; style-src-elem 'sha256-[^']+'; style-src-attr 'unsafe-inline';/);
    expect(policy).toContain(`'sha256-${hash}'`);
  });

  it('has charts with named axes, and says that selection sees the future', () => {
    expect(html.match(/<figcaption>/g)).toHaveLength(4);
    expect(html.match(/<div class="wide"><svg [\s\S]*?<div class="narrow"><svg /g)!.length).toBeGreaterThanOrEqual(3);
    for (const words of ['loss, nats a character', 'sparsity ρ = T / k', 'perplexity per character', 'dense baseline'])
      expect(html).toContain(words);
    for (const words of ['4 dense', '2 dense + ', ' MoSA, ρ 4']) expect(html).toContain(words);
    expect(html).toContain('Selection sees the future');
    expect(html).toContain('<title>A &lt;b&gt; &amp; &quot;c&quot;</title>');
  });
});

it('gives the first of its charts as a picture, for wide and for narrow screens, and refuses results without one', async () => {
  const folder = temporaryFolder();
  const file = (name: string, value: object) => {
    writeFileSync(join(folder, name), JSON.stringify(value));
    return join(folder, name);
  };
  const [wide, narrow, html] = ['a.svg', 'b.svg', 'c.html'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const pictures = ['--html', html, '--picture', wide, '--narrow-picture', narrow];
  expect(await lab('report', file('run.json', record), ...pictures)).toMatchObject({ code: 0 });
  for (const [path, width] of [
    [wide, 640],
    [narrow, 340],
  ] as const) {
    const svg = readFileSync(path, 'utf8');
    checkWellFormed(svg);
    expect(svg).toMatch(new RegExp(`^<svg [^>]*aria-label="Loss while training"[^>]*width="${width}"`));
    expect(svg).toContain('>validation<');
  }
  rmSync(html);
  const refused = await lab('report', file('memory.json', memory), ...pictures);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toMatch(/--picture: expected results of which a chart is drawn, got tables alone/);
  expect(existsSync(html)).toBe(false);
});

it('names of things below each other do not lie on each other, nor on marks', () => {
  const names = Array.from(
    { length: 12 },
    (_, i) => `causal heads of kind ${i}, with thresholds calibrated afterwards`,
  );
  const series = [{ name: 'one', points: names.map((_, i): Point => [i, i]), look: 'markers' as const }];
  for (const form of [alone, aloneNarrow]) {
    const svg = renderChart({ title: 't', x: { names }, y: { name: 'y' }, series }, form);
    const texts = svg.matchAll(/<text ([^>]*)translate\(([\d.]+) ([\d.]+)\)"[^>]*>([a-z][^<]+)</g);
    const lines = [...texts].filter(([, , , , text]) => text!.length > 3);
    const heights = lines
      .map(([, rest, , place]) => Number(/ y="([-\d.]+)"/.exec(` ${rest}`)?.[1] ?? 0) + Number(place))
      .sort((a, b) => a - b);
    expect(lines.length).toBeGreaterThanOrEqual(names.length);
    for (let i = 1; i < heights.length; i++) expect(heights[i]! - heights[i - 1]!).toBeGreaterThanOrEqual(11);
    for (const [, , x, , text] of lines) expect(Number(x) - text!.length * 6.5).toBeGreaterThan(0);
  }
});

it('a chart without a spread is still a chart', () => {
  const series = [{ name: 'one', points: [[1, 2]] as const, look: 'line and markers' as const }];
  checkWellFormed(renderChart({ title: 'One & only', x: { name: 'x' }, y: { name: 'y', scale: 'log' }, series }));
});

const rising = (name: string, by: number, look: Series['look'] = 'line') => ({
  name,
  points: [0, 1, 2].map((x): Point => [x, x + by]),
  look,
});
const chartOf = (series: readonly Series[]) => ({ title: 't', x: { name: 'x' }, y: { name: 'y' }, series });

it('names at the ends of lines do not lie on each other, also where lines end at one point', () => {
  const svg = renderChart(chartOf([rising('first', 0), rising('second', 0), rising('third', 0.001)]));
  const ends = ['first', 'second', 'third'].map((name) => {
    const [, y] = new RegExp(`translate\\([\\d.]+ ([\\d.]+)\\)"[^>]*>${name}<`).exec(svg)!;
    return Number(y);
  });
  const [a, b, c] = ends.sort((one, other) => one - other) as [number, number, number];
  expect(Math.min(b - a, c - b)).toBeGreaterThan(13);
});

it('lines that cannot be told apart get a panel each, with the others behind', () => {
  const few = chartPart(chartOf([rising('a', 0), rising('b', 1)]));
  expect(few).toMatchObject({ kind: 'chart', title: 't' });
  const many = chartPart(chartOf('abcdefg'.split('').map((name, i) => rising(name, i))));
  expect(many).toMatchObject({ kind: 'panels' });
  if (many.kind !== 'panels') return;
  expect(many.panels.map(({ name }) => name)).toEqual('abcdefg'.split(''));
  for (const { svg } of many.panels) {
    expect(svg.match(/<path [^>]*stroke="#b4bcc6"/g)).toHaveLength(6);
    expect(svg.match(/<path [^>]*stroke="#0072b2"/g)).toHaveLength(1);
  }
  const close = chartPart({ ...chartOf([rising('a', 0), rising('b', 1)]), isClose: true });
  expect(close).toMatchObject({ kind: 'panels', panels: [{ name: 'a' }, { name: 'b' }] });
});

it.each([
  ['few', [rising('a', 0), rising('b', 1)]],
  ['many', 'abcdefg'.split('').map((name, i) => rising(name, i))],
])('on a phone no text of a chart of %s lines is smaller than 11 px', (_, series) => {
  const part = chartPart(chartOf(series));
  const svgs = part.kind === 'panels' ? part.panels.map(({ svg }) => svg) : part.kind === 'chart' ? [part.narrow] : [];
  const room = 390 - 2 * 12 - 2; // a page's edges, and the frame's
  for (const svg of svgs) {
    const [, width] = /<svg [^>]*width="(\d+)"/.exec(svg)!;
    const sizes = [...svg.matchAll(/font-size:\s*([\d.]+)px/g)].map(
      ([, size]) => (Number(size) * room) / Number(width),
    );
    expect(sizes.length).toBeGreaterThan(4);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  }
});

it('a page escapes its text', () => {
  const parts = [
    { kind: 'table', head: ['<i>'], rows: [['a & b', 'c < d']] } as const,
    { kind: 'text', text: '<script>' } as const,
  ];
  const html = page('t', 'a', parts);
  checkWellFormed(html);
  expect(html).toContain('<th scope="row">a &amp; b</th><td>c &lt; d</td>');
  expect(html).not.toContain('<script>');
});
