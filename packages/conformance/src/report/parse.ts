import { MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { type BackendReport, type CaseResult, type Origin, type Report, statuses } from './report';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a report from JSON and checks its form.
 * @param file name for error messages
 * @throws MosaError `input`, with the place in the file and what is wrong there
 */
export function parseReport(text: string, file: string): Report {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new MosaError('input', file, 'JSON', (error as Error).message);
  }
  const report = fields(value, file, 'a report: { "suite", "backends" }');
  return {
    suite: string(report, 'suite', file),
    backends: list(report, 'backends', file).map((backend, i) => backendOf(backend, `${file}: backends[${i}]`)),
  };
}

function backendOf(value: unknown, where: string): BackendReport {
  const backend = fields(value, where, 'a backend: { "name", "device", "library", "status", "cases" }');
  const { status } = backend;
  if (status !== 'ran' && status !== 'unavailable') {
    throw new MosaError('input', `${where}.status`, '"ran" or "unavailable"', show(status));
  }
  const cases = list(backend, 'cases', where).map((result, i) => caseOf(result, `${where}.cases[${i}]`));
  const ids = new Set<string>();
  const twice = cases.find(({ id }) => ids.size === ids.add(id).size);
  if (twice) throw new MosaError('input', `${where}.cases`, 'every id once', `${show(twice.id)} twice`);
  return {
    name: string(backend, 'name', where),
    device: string(backend, 'device', where),
    library: string(backend, 'library', where),
    ...asked(backend, where),
    status,
    ...optional(backend, ['reason'], 'string', where),
    ...(backend.origin !== undefined && { origin: originOf(backend.origin, `${where}.origin`) }),
    cases,
  };
}

function originOf(value: unknown, where: string): Origin {
  const origin = fields(value, where, 'an origin: { "sources", "date", "system" }');
  return {
    sources: string(origin, 'sources', where),
    date: string(origin, 'date', where),
    system: string(origin, 'system', where),
  };
}

function caseOf(value: unknown, where: string): CaseResult {
  const result = fields(value, where, 'a case: { "id", "status" }');
  const status = statuses.find((known) => known === result.status);
  if (!status) throw new MosaError('input', `${where}.status`, `one of ${statuses.join(', ')}`, show(result.status));
  // Nobody can judge what did not run, or failed as it was to, without a word on it.
  if (status === 'skip' || status === 'xfail') string(result, 'reason', where);
  return {
    id: string(result, 'id', where),
    status,
    ...optional(result, ['error', 'bound'], 'number', where),
    ...optional(result, ['stage', 'reason'], 'string', where),
  };
}

function fields(value: unknown, where: string, expected: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MosaError('input', where, expected, show(value));
}

function string(from: Fields, key: string, where: string): string {
  const value = from[key];
  if (typeof value === 'string' && value !== '') return value;
  throw new MosaError('input', `${where}.${key}`, 'a text', value === undefined ? 'nothing' : show(value));
}

function list(from: Fields, key: string, where: string): readonly unknown[] {
  const value = from[key];
  if (Array.isArray(value)) return value;
  throw new MosaError('input', `${where}.${key}`, 'a list', value === undefined ? 'nothing' : show(value));
}

function asked(from: Fields, where: string): Fields {
  if (from.asked === undefined) return {};
  const names = list(from, 'asked', where);
  if (names.every((name) => typeof name === 'string')) return { asked: names };
  throw new MosaError('input', `${where}.asked`, 'a list of texts', show(names));
}

function optional(from: Fields, keys: readonly string[], type: 'string' | 'number', where: string): Fields {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    if (from[key] === undefined) continue;
    // JSON has no infinity, but 1e999 is read as one.
    const isNumber = type === 'number';
    const isGood = isNumber ? Number.isFinite(from[key]) && (from[key] as number) >= 0 : typeof from[key] === type;
    if (!isGood) throw new MosaError('input', `${where}.${key}`, isNumber ? 'a number from 0' : 'a string', show(from[key]));
    found[key] = from[key];
  }
  return found;
}
