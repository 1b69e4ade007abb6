import { describe, expect, test } from 'vitest';
import { toHtml } from '../src/report/html';
import { toJson } from '../src/report/json';
import { toJunit } from '../src/report/junit';
import type { CaseResult, Report } from '../src/report/report';
import { errorRatio, failures, showRatio, worst } from '../src/report/summary';
import { toTable } from '../src/report/table';
import { expectWellFormed } from './well-formed';

const nasty = `<b>"&'</b> \u0000\u0007\ud800 ]]> – é 🎉`;
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

test('JSON moves a number that JSON does not have into the reason', () => {
  const [good, bad] = (JSON.parse(toJson(report)) as Report).backends;
  expect(good).toEqual(report.backends[0]);
  expect(bad!.cases[0]).not.toHaveProperty('error');
  expect(bad!.cases[0]!.reason).toBe(`${nasty}; error is NaN`);
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
