import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { mergeReports } from '../src/report/merge';
import { packReport, unpackReport } from '../src/report/packed';
import { parseReport } from '../src/report/parse';
import type { Report } from '../src/report/report';
import { statuses } from '../src/report/report';
import { counts, worst } from '../src/report/summary';
import { toTable } from '../src/report/table';
import { command, temporaryFolder } from './command';

const origin = { sources: 'abc123', date: '2026-11-26', system: 'Node 20.20.2, linux x64' };
const about = { device: 'cpu', library: 'some 1.0', status: 'ran' } as const;
const report: Report = {
  suite: '1.2.3',
  backends: [
    {
      name: 'one',
      ...about,
      origin,
      cases: [
        { id: 'op/a', status: 'pass', error: 1e-7, bound: 1e-6 },
        { id: 'op/b', status: 'pass', error: 5e-7, bound: 1e-6, reason: 'a note of a case that passed' },
        ...statuses.map((status) => ({ id: `of/${status}`, status, stage: 'output', reason: `why "${status}"` })),
      ],
    },
    { name: 'two', ...about, cases: [{ id: 'op/c', status: 'pass' }] },
    { name: 'three', ...about, status: 'unavailable', reason: 'not installed', cases: [] },
  ],
};

test('a packed report has every status, every reason of what is no pass, the worst error and the origin', () => {
  const unpacked = unpackReport(packReport(report), 'matrix.json');
  expect(unpacked.backends.map(({ cases: _, ...rest }) => rest)).toEqual(
    report.backends.map(({ cases: _, ...rest }) => rest),
  );
  for (const [i, { cases }] of report.backends.entries()) {
    const found = unpacked.backends[i]!.cases;
    expect(found.map(({ id, status }) => [id, status])).toEqual(cases.map(({ id, status }) => [id, status]));
    expect(worst(found)).toEqual(worst(cases));
    for (const [j, result] of cases.entries()) {
      if (result.status !== 'pass') expect(found[j]).toEqual(result);
    }
  }
  expect(unpacked.backends[0]!.cases[0]).toEqual({ id: 'op/a', status: 'pass' });
});

test('a packed report packs to itself, and merges with others', () => {
  const packed = packReport(report);
  const unpacked = unpackReport(packed, 'matrix.json');
  expect(packReport(unpacked)).toBe(packed);
  const merged = mergeReports([
    { file: 'a.json', report: unpacked },
    { file: 'b.json', report: unpacked },
  ]);
  expect(merged.backends).toHaveLength(6);
});

describe('a file that is no packed report is named', () => {
  const good = JSON.parse(packReport(report));
  test.each<[string, string]>([
    ['no JSON', '{'],
    ['null', 'null'],
    ['a report that is not packed', JSON.stringify(report)],
    ['too few letters', JSON.stringify({ ...good, backends: [{ ...good.backends[0], letters: '+' }] })],
    [
      'a letter of its own',
      JSON.stringify({ ...good, cases: ['a'], backends: [{ ...about, name: 'x', letters: '?' }] }),
    ],
  ])('%s', (_name, text) => {
    expect(() => unpackReport(text, 'matrix.json')).toThrow(
      expect.objectContaining({ code: 'input', message: expect.stringContaining('matrix.json: ') }),
    );
  });
});

describe('origins', () => {
  test.each<[string, unknown, string]>([
    ['a text', 'abc', 'a.json: backends[0].origin: expected an origin: { "sources", "date", "system" }, got "abc"'],
    ['no date', { ...origin, date: undefined }, 'a.json: backends[0].origin.date: expected a text, got nothing'],
  ])('%s is refused', (_name, wrong, message) => {
    const text = JSON.stringify({ ...report, backends: [{ ...report.backends[0], origin: wrong }] });
    expect(() => parseReport(text, 'a.json')).toThrow(message);
  });

  test('tell backends of one name apart', () => {
    const of = (system: string): Report => ({
      ...report,
      backends: [{ ...report.backends[0]!, origin: { ...origin, system } }],
    });
    const merged = mergeReports([
      { file: 'a.json', report: of('Node 22.1, linux x64') },
      { file: 'b.json', report: of('Node 24.1, linux x64') },
    ]);
    expect(merged.backends.map(({ name }) => name)).toEqual([
      'one (Node 22.1, linux x64)',
      'one (Node 24.1, linux x64)',
    ]);
  });
});

describe('the command', () => {
  test('--sources records what was tested, when and on what', async () => {
    const { code, stdout } = await command(
      '-b',
      'reference',
      '--filter',
      'op/neg',
      '--sources',
      'v1-12',
      '--json',
      '-',
    );
    expect(code).toBe(0);
    const { backends } = parseReport(stdout, 'standard output');
    const system = `Node ${process.versions.node}, ${process.platform} ${process.arch}`;
    expect(backends[0]!.origin).toEqual({ sources: 'v1-12', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), system });
  });

  test('matrix shows what this version was tried on, and writes it as a report', async () => {
    const packed = readFileSync(fileURLToPath(new URL('../matrix.json', import.meta.url)), 'utf8');
    const carried = unpackReport(packed, 'matrix.json');
    const json = join(temporaryFolder(), 'matrix.json');
    const { code, stdout, stderr } = await command('matrix', '--json', json);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(toTable(carried));
    for (const { name, origin: from } of carried.backends) {
      expect(stdout).toContain(
        `  ${name}: ${from ? `${from.date}, ${from.system}, sources ${from.sources}` : 'not recorded'}\n`,
      );
    }
    const written = parseReport(readFileSync(json, 'utf8'), json);
    expect(written.backends.map(({ cases }) => counts(cases))).toEqual(
      carried.backends.map(({ cases }) => counts(cases)),
    );
  });

  test('matrix takes no file', async () => {
    const { code, stderr } = await command('matrix', 'a.json');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mosa-conformance: matrix: expected .*, got a\.json\n$/);
  });
});
