import { visible } from '@mosa-js/command/visible';
import { describe, expect, test } from 'vitest';
import { toHtml } from '../src/report/html';
import { toJson } from '../src/report/json';
import { toJunit } from '../src/report/junit';
import type { CaseResult, Report } from '../src/report/report';
import { errorRatio, failures, showPassed, showRatio, worst } from '../src/report/summary';
import { toTable } from '../src/report/table';
import { expectWellFormed } from './well-formed';

const nasty = `<b>"&'</b> \u0000\u0007\u001b[2J\u202e\ud800 ]]> – é 🎉`;
const ran = (name: string, cases: readonly CaseResult[]): Report['backends'][number] => ({
  name,
  device: 'cpu',
  library: 'some 1.0',
  status: 'ran',
  cases,
});
const absent = { name: 'tfjs-wasm', device: 'unknown', library: 'unknown', status: 'unavailable', cases: [] } as const;
const report: Report = {
  suite: '1.2.3',
  backends: [
    ran('good', [
      { id: 'op/add:a', status: 'pass', error: 1e-7, bound: 1e-6 },
      { id: 'op/add:b', status: 'pass', error: 0, bound: 0 },
      { id: `op/x:${nasty}`, status: 'skip', reason: nasty },
      { id: 'errors/one', status: 'xfail', reason: 'known' },
    ]),
    ran(nasty, [
      { id: 'op/add:a', status: 'fail', stage: 'output', error: Number.NaN, bound: 1e-6, reason: nasty },
      { id: 'op/add:b', status: 'xpass', reason: 'was known to fail' },
      { id: 'errors/one', status: 'unsupported', reason: 'no' },
    ]),
    { ...absent, reason: 'not installed: npm install @mosa-js/tfjs' },
  ],
};
const passing: Report = { suite: '1.2.3', backends: [report.backends[0]!, report.backends[2]!] };

describe('summary', () => {
  test('says why a run failed', () => {
    expect(failures(passing)).toEqual([]);
    expect(failures({ suite: '1', backends: [ran('idle', [])] })).toEqual(['idle: it ran no case']);
    expect(failures(passing, ['good'])).toEqual([]);
    expect(failures(passing, ['tfjs-wasm'])).toEqual(['tfjs-wasm: unavailable']);
    expect(failures(report)).toEqual([`${nasty}: 1 fail, 1 xpass`]);
    expect(failures({ suite: '1', backends: [report.backends[2]!] })).toEqual(['no backend could run']);
  });

  test('finds the worst error ÷ bound, and NaN is the worst', () => {
    expect(worst(report.backends[0]!.cases)).toMatchObject({ id: 'op/add:a', ratio: expect.closeTo(0.1) });
    expect(worst(report.backends[1]!.cases)?.ratio).toBeNaN();
    expect(worst([])).toBeUndefined();
    expect(errorRatio({ id: 'a', status: 'fail', error: 1, bound: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test.each([
    [0, '0'],
    [0.0312, '0.031'],
    [0.97, '0.97'],
    [1.24, '1.2'],
    [123, '120'],
    [4567, '4.6e+3'],
    [0.00001234, '1.2e-5'],
    [Number.POSITIVE_INFINITY, '∞'],
    [Number.NaN, 'NaN'],
  ])('shows %d as %s', (ratio, text) => expect(showRatio(ratio)).toBe(text));
});

test('JSON refuses a number that it does not have, with the case', () => {
  expect(JSON.parse(toJson(passing))).toEqual(passing);
  expect(() => toJson(report)).toThrow('op/add:a: expected a finite error and bound, got error NaN, bound 0.000001');
});

test('JUnit is well-formed whatever the texts are, and counts right', () => {
  const xml = toJunit(report, ['tfjs-wasm']);
  expectWellFormed(xml);
  expect(xml).toContain('<testsuite name="good" tests="4" failures="0" errors="0" skipped="2">');
  expect(xml).toMatch(/tests="3" failures="2" errors="0" skipped="1"/);
  expect(xml).toContain('<testsuite name="tfjs-wasm" tests="1" failures="1" errors="0" skipped="0">');
  expect(toJunit(report)).toContain('<testsuite name="tfjs-wasm" tests="1" failures="0" errors="0" skipped="1">');
  expect(xml).toContain('<testcase classname="good.op/add" name="op/add:a"/>');
});

test('the page has every case and backend, escapes every text and asks for nothing from outside', () => {
  const html = toHtml(report, { date: new Date(0), environment: 'Node 20 · linux' });
  expect(html).toContain('1970-01-01 00:00 UTC');
  expect(html).toContain('Node 20 · linux');
  expect(html.match(/<tr class="case"/g)).toHaveLength(4);
  expect(html.match(/<th scope="col">/g)).toHaveLength(1 + 3);
  expect(html).toContain('not installed: npm install @mosa-js/tfjs');
  expect(html).not.toContain('<b>"');
  expect(html).not.toMatch(/https?:|url\(|@import/);
  expect(html).not.toMatch(/Infinity|NaN|∞/);
});

test('the page has what failed open and what is unavailable closed, and tells of each column what it is', () => {
  const cases = Array.from({ length: 12 }, (_, i): CaseResult => ({ id: `a:${i}`, status: 'fail', reason: 'wrong' }));
  const origin = { sources: 'f'.repeat(64), date: '2026-11-28', system: 'Chromium 147.0, linux x64' };
  const name = 'bad (cpu in Chromium 147)';
  const bad = { ...ran(name, cases), device: 'cpu in Chromium 147', origin };
  const html = toHtml({ suite: '1', backends: [bad, { ...absent, reason: 'gone' }] });
  expect(html).toContain('<details class="problems" open><summary>What failed (12)');
  expect(html).toContain('<details class="unavailable"><summary>Unavailable (1)');
  const device =
    '<small title="cpu">cpu</small><small title="Chromium 147.0, linux x64">Chromium 147.0, linux x64</small>';
  expect(html).toContain(`<th scope="col"><b title="${name}">bad</b>${device}</th>`);
  expect(html).toContain(
    'cpu in Chromium 147 · some 1.0 · Chromium 147.0, linux x64 · 2026-11-28 · sources ffffffffffff',
  );
  expect(html).toContain('2 backends, side by side: the table scrolls');
  expect(html).toMatch(
    /<header>[\s\S]*A number is the largest error ÷ what is allowed: 0 is exact, up to 1 passes\.<\/p>\n<\/header>/,
  );
});

test('a cell of the page is text alone, with its status as a word and reasons in a line', () => {
  const cases: CaseResult[] = [
    { id: 'a:1', status: 'fail', error: 2, bound: 1, stage: 'output', reason: 'two\nlines <b>' },
    { id: 'a:2', status: 'pass', error: 0, bound: 1 },
    { id: 'b:1', status: 'pass', error: 0.5, bound: 1 },
  ];
  const html = toHtml({ suite: '1', backends: [ran('bad', cases)] });
  const cells = [...html.matchAll(/<td class="(\w+)"(?: title="([^"]*)")?>(.*?)<\/td>/gs)].map(([, ...cell]) => cell);
  expect(cells).toEqual([
    ['fail', 'a:1\n2 pass, 1 fail', 'fail 2\n2 pass, 1 fail'], // all cases
    ['fail', 'a:1\n1 pass, 1 fail', 'fail 2\n1 pass, 1 fail'], // the group a
    ['fail', 'output: two\nlines &lt;b&gt;', 'fail 2\noutput: two lines &lt;b&gt;'],
    ['pass', undefined, 'pass 0'],
    ['pass', 'b:1', 'pass 0.5'], // the group b
    ['pass', undefined, 'pass 0.5'],
  ]);
});

test('the table shows the first 20 problems of a backend and how many more there are', () => {
  const cases = Array.from(
    { length: 25 },
    (_, i): CaseResult => ({ id: `a:${i}`, status: 'fail', reason: 'two\nlines' }),
  );
  const text = toTable({ suite: '1', backends: [ran('bad', cases), { ...absent, reason: 'gone' }] });
  expect(text.match(/^ {2}fail a:\d+: two lines$/gm)).toHaveLength(20);
  expect(text).toContain('+5 more: see --json');
  expect(text).toContain('tfjs-wasm: gone');
  expect(text).toMatch(/^FAILED \(suite 1\) bad: 25 fail$/m);
});

describe('what a terminal would act on is shown escaped', () => {
  test.each([
    ['\u001b[2J\u0007', '\\x1b[2J\\x07'],
    ['one\r\ntwo\t', 'one\\r\\ntwo\\t'],
    ['\u009b31m\u007f', '\\x9b31m\\x7f'],
    ['user\u202etxt.exe\u2066', 'user\\u{202e}txt.exe\\u{2066}'],
    ['\ud800 \u2028\ufeff', '\\u{d800} \\u{2028}\\u{feff}'],
    ['– é 🎉 \\x1b', '– é 🎉 \\x1b'],
  ])('%j', (text, shown) => expect(visible(text)).toBe(shown));

  test('in every part of the table', () => {
    const cases: CaseResult[] = [{ id: nasty, status: 'fail', stage: nasty, reason: nasty, error: 2, bound: 1 }];
    const nastyOne = { name: nasty, device: nasty, library: nasty, status: 'ran', cases } as const;
    const gone = { ...absent, name: nasty, reason: nasty };
    const text = toTable({ suite: nasty, backends: [nastyOne, gone] }, [nasty]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
    expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\ud800](?![\udc00-\udfff])/);
    expect(text.match(/\\x1b\[2J\\u\{202e\}/g)?.length).toBeGreaterThan(8);
  });
});

test('a backend that ran no case has a column that says so', () => {
  const html = toHtml({ suite: '1.2.3', backends: [ran('idle', []), ...passing.backends] });
  expect(html).toContain('<td class="none">no cases</td>');
});

describe('what a backend cannot do', () => {
  const excused: CaseResult = { id: 'op/gather:wide', status: 'unsupported', reason: 'integers beyond 2^24' };
  const plain: CaseResult = { id: 'op/add:a', status: 'pass' };
  const one = (...cases: CaseResult[]): Report => ({ suite: '1', backends: [ran('webgl', cases), ran('x', [plain])] });

  test('is counted in the summary', () => {
    expect(showPassed(one(plain, excused))).toBe('passed, 1 of 3 cases unsupported');
    expect(toTable(one(plain, excused))).toMatch(/^passed, 1 of 3 cases unsupported \(suite 1\)$/m);
    expect(toHtml(one(plain, excused))).toContain('Every backend that ran passed, 1 of 3 cases unsupported.</p>');
    expect(toTable(one(plain))).toMatch(/^passed \(suite 1\)$/m);
    expect(toHtml(one(plain))).toContain('Every backend that ran passed.</p>');
  });

  test.each(['mosa', 'dense', 'local', 'fixed', 'routing', 'sum'])('fails where it is a head: %s', (head) => {
    const why = ['webgl: 1 forward passes of heads not run, which every backend must run'];
    for (const status of ['unsupported', 'skip'] as const) {
      expect(failures(one(plain, { id: `${head}/forward:b=1`, status, reason: 'no' }))).toEqual(why);
    }
    expect(failures(one({ id: `${head}/forward:b=1`, status: 'pass' }))).toEqual([]);
  });
});

describe('a package that was named', () => {
  const device = (name: string, status: 'ran' | 'unavailable') => {
    return { ...ran(name, [{ id: 'a', status: 'pass' }]), status, asked: ['pack'] };
  };
  const of = (...backends: Report['backends']): Report => ({
    suite: '1',
    backends: [...backends, ran('other', [{ id: 'a', status: 'pass' }])],
  });

  test('passes where one of its devices can run', () => {
    expect(failures(of(device('pack:a', 'unavailable'), device('b', 'ran')), ['pack'])).toEqual([]);
  });

  test('fails where none can, and so does a device that was named itself', () => {
    const none = of(device('pack:a', 'unavailable'), device('pack:b', 'unavailable'));
    expect(failures(none, ['pack'])).toEqual(['pack:a: unavailable', 'pack:b: unavailable']);
    expect(failures(none)).toEqual([]);
    const alone = of({ ...device('pack:a', 'unavailable'), asked: undefined }, device('b', 'ran'));
    expect(failures(alone, ['pack', 'pack:a'])).toEqual(['pack:a: unavailable']);
  });
});
