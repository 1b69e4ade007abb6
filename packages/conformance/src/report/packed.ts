import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { parseReport } from './parse';
import type { BackendReport, CaseResult, Report, Status } from './report';
import { worst } from './summary';

/** A report as a package carries it: a letter for each case, and what is said of those that have a reason. */
interface PackedReport {
  readonly suite: string;
  /** Ids of all cases. */
  readonly cases: readonly string[];
  readonly backends: readonly PackedBackend[];
}

interface PackedBackend extends Omit<BackendReport, 'cases'> {
  /** A letter for each of `cases`, `.` for one that is none of this backend's. */
  readonly letters: string;
  /** By number of the case. Of error and bound only the worst is kept. */
  readonly more: Readonly<Record<number, Omit<CaseResult, 'id' | 'status'>>>;
}

const letters: Readonly<Record<Status, string>> = {
  pass: '+',
  fail: 'f',
  skip: 's',
  unsupported: 'u',
  xfail: 'x',
  xpass: 'X',
};
const statusOf: ReadonlyMap<string, Status> = new Map(
  Object.entries(letters).map(([status, letter]) => [letter, status as Status]),
);

/** The report in about a fortieth of its size: every status and reason, and of the errors only each backend's worst. */
export function packReport(report: Report): string {
  const cases = [...new Set(report.backends.flatMap((backend) => backend.cases.map(({ id }) => id)))];
  const backends = report.backends.map((backend): PackedBackend => {
    const results = new Map(backend.cases.map((result) => [result.id, result]));
    const found = cases.map((id) => results.get(id));
    const kept = worst(backend.cases)?.id;
    const more = found.flatMap((result, i): [number, PackedBackend['more'][number]][] => {
      if (!result) return [];
      const { id, status: _, error, bound, ...said } = result;
      const measured = id === kept ? { error, bound } : {};
      const isPlain = result.status === 'pass' && id !== kept;
      return isPlain ? [] : [[i, { ...measured, ...(result.status !== 'pass' && said) }]];
    });
    const { cases: _, ...about } = backend;
    const text = found.map((result) => (result ? letters[result.status] : '.')).join('');
    return { ...about, letters: text, more: Object.fromEntries(more) };
  });
  const lines = backends.map((backend) => `    ${JSON.stringify(backend)}`).join(',\n');
  const ids = cases.map((id) => `    ${JSON.stringify(id)}`).join(',\n');
  const { suite } = report;
  return `{\n  "suite": ${JSON.stringify(suite)},\n  "cases": [\n${ids}\n  ],\n  "backends": [\n${lines}\n  ]\n}\n`;
}

/**
 * The report that `packReport` packed.
 * @param file name for error messages
 * @throws MosaError `input` for what it did not write
 */
export function unpackReport(text: string, file: string): Report {
  const wrong = (got: unknown) => new MosaError('input', file, 'a report as packReport writes it', show(got));
  let packed: PackedReport;
  try {
    packed = JSON.parse(text);
  } catch (error) {
    throw wrong((error as Error).message);
  }
  if (!Array.isArray(packed?.cases) || !Array.isArray(packed.backends)) throw wrong(packed);
  const { suite, cases } = packed;
  const backends = packed.backends.map(({ letters: text, more, ...about }) => {
    if (typeof text !== 'string' || text.length !== cases.length) throw wrong(text);
    const results = cases.map((id, i) => ({ id, status: statusOf.get(text[i]!), ...more?.[i] }));
    return { ...about, cases: results.filter((_, i) => text[i] !== '.') };
  });
  return parseReport(JSON.stringify({ suite, backends }), file);
}
