import { escapeMarkup as escape } from './escape';
import { type MatrixGroup, type MatrixRow, matrixOf } from './matrix';
import type { BackendReport, CaseResult, Report, Status } from './report';
import { errorRatio, isProblem, showCounts, showRatio, worst } from './summary';

/**
 * The table: a column per backend, a section per group, a row per case; then what the columns are, in full. Rows of groups that are closed
 * wait as text, of which the script makes elements: 25,000 cells that nobody sees take seconds to read and to lay out.
 */
export function matrixHtml(report: Report): string {
  const { backends } = report;
  const head = `<thead><tr><th scope="col">case</th>${backends.map(headCell).join('')}</tr></thead>`;
  const all = `<tbody><tr class="total"><th scope="row">all cases</th>${backends.map(totalCell).join('')}</tr></tbody>`;
  const groups = matrixOf(report).map((group) => section(group, backends));
  const count = `${backends.length} ${backends.length === 1 ? 'backend' : 'backends'}`;
  return `<p class="more" id="more">${count}, side by side: the table scrolls</p>
<div class="scroll" tabindex="0" role="region" aria-label="Results"><table>${head}${all}${groups.join('\n')}</table></div>
${columnList(backends)}`;
}

/** In a merged report names have what tells them apart in brackets: `webgpu (nvidia)`. */
const shortName = (name: string) => name.replace(/ \(.*\)(?= #\d+$|$)/, '');

/** Name, device and system in a line each; `columnList` has the rest. */
function headCell({ name, device, library, status, reason, origin }: BackendReport): string {
  const where = device.replace(/ in [A-Z]\w+ \d+$/, ''); // the browser, which the system names, too
  const facts = status === 'ran' ? [where, origin?.system ?? library] : [`unavailable: ${reason ?? 'no reason given'}`];
  const lines = facts.map((fact) => `<small title="${escape(fact)}">${escape(fact)}</small>`);
  return `<th scope="col"><b title="${escape(name)}">${escape(shortName(name))}</b>${lines.join('')}</th>`;
}

function columnList(backends: readonly BackendReport[]): string {
  const ran = backends.filter(({ status }) => status === 'ran');
  if (ran.length === 0) return '';
  const items = ran.map(({ name, device, library, origin }) => {
    const facts = [device, library, ...(origin ? [origin.system, origin.date, `sources ${origin.sources.slice(0, 12)}`] : [])];
    return `<li><b>${escape(shortName(name))}</b><br>${facts.map(escape).join(' · ')}</li>`;
  });
  return `<details class="columns"><summary>What ran where (${ran.length})</summary><ul>${items.join('')}</ul></details>`;
}

function totalCell({ status, cases }: BackendReport): string {
  return status === 'ran' ? summaryCell(cases) : '<td class="none">unavailable</td>';
}

function section({ name, rows }: MatrixGroup, backends: readonly BackendReport[]): string {
  const columns = backends.map(({ status }, column) => {
    const cases = rows.flatMap(({ results }) => results[column] ?? []);
    return status === 'ran' && cases.length > 0 ? summaryCell(cases) : '<td class="none"></td>';
  });
  const hasProblem = rows.some(({ results }) => results.some((result) => result && isProblem(result.status)));
  const size = `<small>${rows.length} ${rows.length === 1 ? 'case' : 'cases'}</small>`;
  const title = `<button type="button" aria-expanded="${hasProblem}">${escape(name)}</button> ${size}`;
  const head = `<tr class="head"><th scope="rowgroup">${title}</th>${columns.join('')}</tr>`;
  const body = rows.map((row) => caseRow(row, name)).join('\n');
  return `<tbody class="group"${hasProblem ? ' data-open' : ''}>${head}\n${hasProblem ? body : closedRows(body, rows.length)}</tbody>`;
}

/** All values are escaped, so no row can end the element. */
function closedRows(body: string, count: number): string {
  return `<script type="text/plain" data-count="${count}">${body}</script>`;
}

function summaryCell(cases: readonly CaseResult[]): string {
  if (cases.length === 0) return '<td class="none">no cases</td>';
  const failed = cases.find(({ status }) => isProblem(status));
  const status = failed?.status ?? (cases.some((result) => result.status === 'pass') ? 'pass' : cases[0]!.status);
  const most = worst(cases);
  // Beside a failure, only a number that explains it.
  const telling = most !== undefined && Number.isFinite(most.ratio) && (failed === undefined || most.ratio > 1);
  const counts = cases.some((result) => result.status !== status) ? showCounts(cases) : '';
  return cell(status, telling ? most.ratio : undefined, counts, [telling ? most.id : '', counts]);
}

function caseRow({ id, results }: MatrixRow, group: string): string {
  const short = id.length > group.length ? id.slice(group.length + 1) : id;
  const plain = results.every((result) => result === undefined || result.status === 'pass');
  const cells = results.map(caseCell).join('');
  return `<tr class="case" data-id="${escape(id)}"${plain ? '' : ' data-not-pass'}><th scope="row" title="${escape(id)}"><span>${escape(short)}</span></th>${cells}</tr>`;
}

function caseCell(result: CaseResult | undefined): string {
  if (result === undefined) return '<td class="none"></td>';
  const ratio = errorRatio(result);
  const why = [result.stage, result.reason].filter(Boolean).join(': ');
  // A case that allows no error has no ratio: its reason says by how much it is off.
  return cell(result.status, ratio !== undefined && Number.isFinite(ratio) ? ratio : undefined, why, [why]);
}

/**
 * Status and ratio in the first line, a note in the second, the title in full. It is text alone, the symbol comes by style: with elements
 * for each part a phone reads 4,000 cells of groups for seconds.
 */
function cell(status: Status, ratio: number | undefined, note: string, title: readonly string[]): string {
  const number = ratio === undefined ? '' : ` ${showRatio(ratio)}`;
  const second = note === '' ? '' : `\n${escape(note.replace(/\s+/g, ' '))}`;
  const whole = title.filter(Boolean).join('\n');
  return `<td class="${status}"${whole === '' ? '' : ` title="${escape(whole)}"`}>${status}${number}${second}</td>`;
}
