import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BackendReport, Report } from '../src';
import { type Finished, finished, start } from './command';

const adapter = 'broken-adapter';
const folder = mkdtempSync(join(tmpdir(), 'mosa-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let run: Finished;
let report: Report;
let page: string;

/** All in one run: what each of them does must not reach any other, nor the report. */
beforeAll(async () => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(
    fileURLToPath(new URL(`fixtures/${adapter}`, import.meta.url)),
    join(folder, 'node_modules', adapter),
    'junction',
  );
  const outputs = ['--json', 'report.json', '--html', '.', '--junit', 'report.xml'];
  const options = ['--backend', `${adapter},reference`, '--filter', 'op/neg', '--time-limit', '12', ...outputs];
  run = await finished(start(options, folder));
  report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  page = readFileSync(join(folder, 'index.html'), 'utf8');
});

const named = (name: string): BackendReport | undefined =>
  report.backends.find((backend) => backend.name === name || backend.name === `${adapter}:${name}`);

describe('the failure of each is its own, with the case and the cause', () => {
  test.each<[string, string | RegExp, RegExp]>([
    ['throws-null', 'backend/start', /it threw null/],
    ['throws-undefined', 'backend/start', /it threw undefined/],
    ['throws-symbol', 'backend/start', /Symbol\(broken\)/],
    ['throws-hostile', 'backend/start', /it threw what cannot be shown/],
    ['throws-huge', 'backend/start', /^uncaught error: x{2000}… \(3000000 characters\)$/],
    ['throws-empty', 'backend/start', /Error without a message/],
    ['rejects-with-text', 'backend/start', /a text, not an error/],
    ['returns-nothing', 'backend/start', /did not return a Backend: expected an object/],
    ['never-starts', 'backend/start', /no end within the time limit of 12 s/],
    ['exits-at-start', 'backend/start', /exit code 0, in the middle/],
    ['no-capabilities', 'backend/start', /expected capabilities .* got undefined/],
    ['strange-capabilities', 'backend/start', /capabilities\.precision.*"float16"/],
    ['no-memory', 'backend/start', /a function memory/],
    ['no-upload', 'backend/start', /a function upload/],
    ['name-is-a-number', 'backend/start', /a name of 1 to 200 characters.*got 7/],
    ['name-is-empty', 'backend/start', /a name of 1 to 200 characters.*got ""/],
    ['name-moves-the-cursor', 'backend/start', /a name of 1 to 200 characters.*got "\\u001b\[2Jgone"/],
    ['device-is-an-object', 'backend/start', /a device of 1 to 200 characters/],
    ['label-has-two-lines', 'backend/start', /a label of 1 to 200 characters/],
    ['no-create', 'backend/start', /backends\.no-create: expected a function create/],
    ['no-packages', 'backend/start', /packages: names of packages/],
    ['null', 'backend/start', /backends\.null: expected \{ description/],
    ['run-gives-nothing', /^op\/neg/, /an object of tensors by name, got undefined/],
    ['run-gives-null', /^op\/neg/, /an object of tensors by name, got null/],
    ['output-is-missing', /^op\/neg/, /value: expected a tensor of float32 .*, got undefined/],
    ['output-is-no-tensor', /^op\/neg/, /value: expected a tensor of float32 .*, got 3/],
    ['compile-gives-nothing', /^op\/neg/, /a program with run and dispose, got undefined/],
    ['read-gives-nothing', /^op\/neg/, /data that was read: expected a host tensor/],
    ['read-gives-another-shape', /^op\/neg/, /data that was read: expected Float32Array/],
    ['read-gives-no-shape', /^op\/neg/, /data that was read: expected a shape/],
    ['read-gives-another-dtype', /^op\/neg/, /data that was read: expected float32 .*, got int32/],
    ['data-is-a-list', /^op\/neg/, /data that was read: expected Float32Array.*, got Array/],
    ['data-is-of-another-class', /^op\/neg/, /data that was read: expected Float32Array.*, got Uint8Array/],
    ['data-is-too-long', /^op\/neg/, /data that was read: expected Float32Array/],
    ['memory-throws', /^op\/neg/, /it threw null/],
    ['memory-is-NaN', /^op\/neg/, /whole numbers from 0, got \{ tensors: NaN/],
    ['memory-is-negative', /^op\/neg/, /whole numbers from 0, got .*bytes: -1/],
    ['memory-is-text', /^op\/neg/, /whole numbers from 0, got .*"0"/],
    ['exits-in-the-middle', /^op\/neg/, /exit code 0, in the middle/],
    ['throws-undefined-in-the-middle', /^op\/neg/, /it threw undefined/],
    ['throws-hostile-in-the-middle', /^op\/neg/, /it threw what cannot be shown/],
    ['refuses-everything', /^op\/neg/, /none of its declared capabilities excludes: no such operation/],
    ['never-runs', /^op\/neg/, /no end within the time limit of 12 s/],
    ['rejects-late', /^op\/neg/, /uncaught error: Symbol\(late\)/],
    ['deletes-globals', /^op\/neg/, /./],
    ['removes-listeners-and-throws', /^op\/neg/, /exit code/],
    ['disconnects', /^op\/neg/, /exit code 1/],
    ['dispose-throws-null', 'backend/dispose', /it threw null/],
    ['dispose-never-ends', 'backend/dispose', /no end within the time limit of 12 s/],
  ])('%s', (name, place, reason) => {
    const { status, cases } = named(name)!;
    const [first] = cases.filter((result) => result.status === 'fail');
    expect(status).toBe('ran');
    expect(first?.id).toMatch(place);
    expect(first?.reason).toMatch(reason);
    expect(run.stdout).toContain(`${named(name)!.name}: `);
    expect(page).toContain(named(name)!.name);
  });
});

test('messages that are not the suite’s change nothing', () => {
  const { cases } = named('sends-junk')!;
  expect(cases.map(({ id }) => id)).toEqual(named('reference')!.cases.map(({ id }) => id));
  for (const { status } of [...cases, ...named('reference')!.cases]) expect(status).toBe('pass');
});

test('every device is reported once, and says what was asked for', () => {
  const ours = report.backends.filter(({ asked }) => asked?.includes(adapter));
  expect(ours).toHaveLength(report.backends.length - 1);
  expect(new Set(report.backends.map(({ name }) => name)).size).toBe(report.backends.length);
  expect(ours.length).toBe(50);
  expect(run.code).toBe(1);
});
