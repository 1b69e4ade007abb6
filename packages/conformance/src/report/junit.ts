import { groupOf } from '../suite/case';
import { escapeMarkup as escape } from './escape';
import type { BackendReport, CaseResult, Report } from './report';
import { isMissing, isProblem } from './summary';

/**
 * The report for a CI server: a test suite per backend, a test case per case.
 * @param named backends that must be able to run: where one is unavailable, that is a failure and not a skip
 */
export function toJunit(report: Report, named: readonly string[] = []): string {
  const suites = report.backends.map((backend) => suite(backend, report, named)).join('');
  const name = escape(`mosa-conformance ${report.suite}`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${name}">\n${suites}</testsuites>\n`;
}

function suite(backend: BackendReport, report: Report, named: readonly string[]): string {
  const { name, device, library, reason } = backend;
  const cases: readonly CaseResult[] =
    backend.status === 'ran'
      ? backend.cases
      : [{ id: 'backend/available', status: isMissing(backend, report, named) ? 'fail' : 'skip', stage: 'unavailable', reason }];
  const failed = cases.filter(({ status }) => isProblem(status)).length;
  const skipped = cases.filter(({ status }) => status !== 'pass' && !isProblem(status)).length;
  return [
    `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}">\n`,
    '    <properties>\n',
    `      <property name="device" value="${escape(device)}"/>\n`,
    `      <property name="library" value="${escape(library)}"/>\n`,
    '    </properties>\n',
    ...cases.map((result) => testCase(name, result)),
    '  </testsuite>\n',
  ].join('');
}

function testCase(backend: string, { id, status, stage, reason = '' }: CaseResult): string {
  const opening = `    <testcase classname="${escape(`${backend}.${groupOf(id)}`)}" name="${escape(id)}"`;
  if (status === 'pass') return `${opening}/>\n`;
  const message = `message="${escape(`${status}: ${reason}`)}"`;
  const content = isProblem(status) ? `<failure ${message} type="${escape(stage ?? status)}"/>` : `<skipped ${message}/>`;
  return `${opening}>${content}</testcase>\n`;
}
