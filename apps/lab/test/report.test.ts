import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderChart } from '../src/report/chart';
import { page } from '../src/report/page';
import { lab, small, textFile } from './support/command';

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
    expect(html.match(/<svg /g)).toHaveLength(4);
    for (const words of ['loss, nats a character', 'sparsity ρ = T / k', 'perplexity per character', 'dense baseline'])
      expect(html).toContain(words);
    expect(html).toContain('Selection sees the future');
    expect(html).toContain('<title>A &lt;b&gt; &amp; &quot;c&quot;</title>');
  });
});

it('a chart without a spread is still a chart', () => {
  const series = [{ name: 'one', points: [[1, 2]] as const, look: 'line and markers' as const }];
  checkWellFormed(renderChart({ title: 'One & only', x: { name: 'x' }, y: { name: 'y', scale: 'log' }, series }));
});

it('a page escapes its text', () => {
  const parts = [
    { kind: 'table', head: ['<i>'], rows: [['a & b']] } as const,
    { kind: 'text', text: '<script>' } as const,
  ];
  const html = page('t', 'a', parts);
  checkWellFormed(html);
  expect(html).toContain('<td>a &amp; b</td>');
  expect(html).not.toContain('<script>');
});
