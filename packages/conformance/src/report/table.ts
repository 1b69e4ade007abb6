import type { BackendReport, CaseResult, Report } from './report';
import { failures, isProblem, showCounts, showPassed, showRatio, worst } from './summary';
import { visible } from '@mosa-js/command/visible';

const shownProblems = 20;

/** The report for a terminal: a line per backend, then what went wrong, then which backends could not run and why. */
export function toTable(report: Report, named: readonly string[] = []): string {
  const ran = report.backends.filter(({ status }) => status === 'ran');
  const unavailable = report.backends.filter(({ status }) => status === 'unavailable');
  const sections = [columns([['backend', 'device', 'library', 'cases', 'worst error ÷ bound'], ...ran.map(row)])];
  if (ran.length === 0) sections.length = 0;
  for (const backend of ran) {
    const problems = backend.cases.filter(({ status }) => isProblem(status));
    if (problems.length > 0) sections.push(problemList(backend.name, problems));
  }
  if (unavailable.length > 0) {
    const lines = unavailable.map(({ name, reason }) => `  ${visible(name)}: ${oneLine(reason ?? 'no reason given')}`);
    sections.push(['unavailable:', ...lines].join('\n'));
  }
  const why = failures(report, named);
  sections.push(why.length === 0 ? `${showPassed(report)} (suite ${visible(report.suite)})` : `FAILED (suite ${visible(report.suite)}) ${visible(why.join('; '))}`);
  return `${sections.join('\n\n')}\n`;
}

function row({ name, device, library, cases }: BackendReport): string[] {
  const most = worst(cases);
  const largest = most ? `${showRatio(most.ratio)} in ${most.id}` : '-';
  return [name, device, library, showCounts(cases), largest].map(visible);
}

function problemList(name: string, problems: readonly CaseResult[]): string {
  const lines = problems.slice(0, shownProblems).map(({ id, status, stage, reason }) => {
    const where = stage === undefined ? '' : ` (${stage})`;
    return `  ${status} ${visible(`${id}${where}`)}: ${oneLine(reason ?? 'no reason given')}`;
  });
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`  +${more} more: see --json`);
  return [`${visible(name)}:`, ...lines].join('\n');
}

function oneLine(text: string): string {
  return visible(text.replace(/\s+/g, ' ').trim());
}

/** Pads every column but the last to its widest cell. */
function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => rows.reduce((width, cells) => Math.max(width, cells[column]!.length), 0));
  return rows
    .map((cells) => cells.map((cell, column) => cell.padEnd(widths[column]!)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
