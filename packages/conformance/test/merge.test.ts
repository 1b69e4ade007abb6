import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mergeReports } from '../src/report/merge';
import { parseReport } from '../src/report/parse';
import type { BackendReport, Report } from '../src/report/report';
import { command, temporaryFolder } from './command';

const backend = (name: string, device: string, library = 'some 1.0'): BackendReport => ({
  name,
  device,
  library,
  status: 'ran',
  cases: [{ id: 'op/add:a', status: 'pass', error: 1e-7, bound: 1e-6 }],
});
const report = (...backends: BackendReport[]): Report => ({ suite: '1.2.3', backends });
const names = (...reports: Report[]) =>
  mergeReports(reports.map((given, i) => ({ file: `${'abc'[i]}.json`, report: given }))).backends.map(
    ({ name }) => name,
  );

describe('backends of the same name are told apart', () => {
  test.each([
    ['not at all where none is', ['x', 'y'], report(backend('x', 'cpu')), report(backend('y', 'cpu'))],
    ['by device', ['x (cpu)', 'x (gpu)'], report(backend('x', 'cpu')), report(backend('x', 'gpu'))],
    [
      'by library',
      ['x (some 1.0)', 'x (some 2.0)'],
      report(backend('x', 'cpu')),
      report(backend('x', 'cpu', 'some 2.0')),
    ],
    [
      'by both',
      ['x (cpu, some 1.0)', 'x (cpu, some 2.0)', 'x (gpu, some 2.0)'],
      report(backend('x', 'cpu')),
      report(backend('x', 'cpu', 'some 2.0'), backend('x', 'gpu', 'some 2.0')),
    ],
    ['by file', ['x (a.json)', 'x (b.json)'], report(backend('x', 'cpu')), report(backend('x', 'cpu'))],
    [
      'by number within a file',
      ['x (a.json)', 'x (a.json) #2', 'x (b.json)'],
      report(backend('x', 'cpu'), backend('x', 'cpu')),
      report(backend('x', 'cpu')),
    ],
  ])('%s', (_name, expected, ...reports) => expect(names(...(reports as Report[]))).toEqual(expected));
});

test('suites of different versions are both named', () => {
  const merged = mergeReports([
    { file: 'a', report: report() },
    { file: 'b', report: { suite: '2.0.0', backends: [] } },
    { file: 'c', report: report() },
  ]);
  expect(merged.suite).toBe('1.2.3 + 2.0.0');
});

test('a name that a number would make is not given twice', () => {
  const twice = backend('tfjs', 'cpu');
  expect(names(report(twice, twice, backend('tfjs #2', 'cpu'), twice))).toHaveLength(4);
  const merged = names(report(twice, twice, backend('tfjs (a.json) #2', 'cpu'), twice));
  expect(new Set(merged).size).toBe(4);
});

test('a report of 100,000 cases is read without comparing each with each', () => {
  const cases = Array.from({ length: 100_000 }, (_, i) => ({ id: `op/${i}`, status: 'pass' as const }));
  const text = JSON.stringify(report({ ...backend('tfjs', 'cpu'), cases }));
  expect(parseReport(text, 'a.json').backends[0]!.cases).toHaveLength(100_000);
});

describe('a file that is no report is named with the place and the cause', () => {
  const good = JSON.parse(JSON.stringify(report(backend('x', 'cpu'))));
  test.each<[string, unknown, string]>([
    ['a list', [], 'a.json: expected a report: { "suite", "backends" }, got []'],
    ['no suite', { backends: [] }, 'a.json.suite: expected a text, got nothing'],
    ['no backends', { suite: '1' }, 'a.json.backends: expected a list, got nothing'],
    ['a backend that is null', { ...good, backends: [null] }, 'a.json: backends[0]: expected a backend'],
    [
      'a status of its own',
      { ...good, backends: [{ ...good.backends[0], status: 'done' }] },
      'a.json: backends[0].status: expected "ran" or "unavailable", got "done"',
    ],
    [
      'an unknown case status',
      { ...good, backends: [{ ...good.backends[0], cases: [{ id: 'a', status: 'ok' }] }] },
      'a.json: backends[0].cases[0].status: expected one of pass,',
    ],
    [
      'an error that is a text',
      { ...good, backends: [{ ...good.backends[0], cases: [{ id: 'a', status: 'pass', error: '1' }] }] },
      'a.json: backends[0].cases[0].error: expected a number from 0, got "1"',
    ],
    [
      'a bound below 0',
      { ...good, backends: [{ ...good.backends[0], cases: [{ id: 'a', status: 'pass', bound: -1 }] }] },
      'a.json: backends[0].cases[0].bound: expected a number from 0, got -1',
    ],
    [
      'a reason that is a number',
      { ...good, backends: [{ ...good.backends[0], reason: 1 }] },
      'a.json: backends[0].reason: expected a string, got 1',
    ],
    [
      'a case twice',
      { ...good, backends: [{ ...good.backends[0], cases: [...good.backends[0].cases, ...good.backends[0].cases] }] },
      'a.json: backends[0].cases: expected every id once, got "op/add:a" twice',
    ],
  ])('%s', (_name, value, message) => {
    expect(() => parseReport(JSON.stringify(value), 'a.json')).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringContaining(message) }),
    );
  });

  test('no JSON', () => expect(() => parseReport('{', 'a.json')).toThrow(/^a\.json: expected JSON, got /));

  test('a good one stays as it is', () => expect(parseReport(JSON.stringify(good), 'a.json')).toEqual(good));
});

describe('the command', () => {
  const files = (...reports: unknown[]) => {
    const folder = temporaryFolder();
    const paths = reports.map((_, i) => join(folder, `${i}.json`));
    for (const [i, path] of paths.entries()) writeFileSync(path, JSON.stringify(reports[i]));
    return { folder, paths };
  };

  test('writes one matrix and exits 0 where nothing failed', async () => {
    const { folder, paths } = files(report(backend('x', 'cpu')), report(backend('x', 'gpu')));
    const outputs = ['--html', join(folder, 'html'), '--json', join(folder, 'all.json')];
    const { code, stdout, stderr } = await command('merge', ...paths, ...outputs);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('x (gpu)');
    const html = readFileSync(join(folder, 'html', 'index.html'), 'utf8');
    expect(html).toContain('merged from 0.json, 1.json');
    expect(html).toContain('x (cpu)');
    expect(JSON.parse(readFileSync(join(folder, 'all.json'), 'utf8')).backends).toHaveLength(2);
  });

  test('exits 1 where one failed', async () => {
    const failed = { ...backend('y', 'cpu'), cases: [{ id: 'a', status: 'fail', reason: 'wrong' }] };
    const { code, stdout } = await command(
      'merge',
      ...files(report(backend('x', 'cpu')), report(failed as never)).paths,
    );
    expect(code).toBe(1);
    expect(stdout).toContain('FAILED (suite 1.2.3) y: 1 fail');
  });

  test('says what is wrong and exits 1', async () => {
    const { folder, paths } = files(report(backend('x', 'cpu')), { suite: 1 });
    const missing = join(folder, 'none.json');
    const [none, twice, absent, malformed, option] = await Promise.all([
      command('merge'),
      command('merge', paths[0]!, paths[0]!),
      command('merge', paths[0]!, missing),
      command('merge', ...paths),
      command('merge', paths[0]!, '--wrong'),
    ]);
    for (const { code } of [none, twice, absent, malformed, option]) expect(code).toBe(1);
    expect(none.stderr).toContain('merge: expected mosa-conformance merge a.json b.json');
    expect(twice.stderr).toContain('expected every file once');
    expect(absent.stderr).toContain(`${missing}: expected a file that can be read, got ENOENT`);
    expect(malformed.stderr).toContain('1.json.suite: expected a text, got 1');
    expect(option.stderr).toContain("got Unknown option '--wrong'");
  });
});
