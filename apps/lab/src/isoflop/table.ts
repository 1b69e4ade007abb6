import { columns, grouped, percent } from '../cli/format';
import { futureNote, kindNames, seesFuture } from '../model/config';
import { tokenUnit } from '../run/summary';
import { paperNote } from './paper';
import type { FlopsResult, FlopsRun } from './result';
import { flopsRows } from './rows';

export const flopsHead = (unit: string) => [
  'heads',
  'ρ',
  'GFLOP',
  'parameters',
  `perplexity per ${unit}`,
  'by seed',
  'bits a byte',
  'vs dense',
  'nats vs dense',
  'paper, per token',
  'vs dense',
  'nats vs dense',
];

/** The cells of the table, as text. */
export function flopsCells({ runs }: Pick<FlopsResult, 'runs'>): string[][] {
  return flopsRows(runs).map((row) => [
    row.kind === 'dense'
      ? `${row.denseHeads} dense`
      : `${row.denseHeads} dense + ${row.sparseHeads} ${kindNames[row.kind]}`,
    row.sparsity === undefined ? '' : `${row.sparsity}`,
    (row.forwardFlops / 1e9).toFixed(3),
    grouped(row.parameters),
    row.perplexity.toFixed(4),
    row.losses.map((loss) => Math.exp(loss).toFixed(3)).join(' '),
    row.bitsPerByte?.toFixed(4) ?? '',
    row.perplexityChange === undefined ? '' : percent(row.perplexityChange),
    row.natsChange === undefined ? '' : percent(row.natsChange),
    row.paper?.perplexity.toFixed(2) ?? '',
    row.kind === 'dense' || !row.paper ? '' : percent(row.paper.perplexityChange),
    row.kind === 'dense' || !row.paper ? '' : percent(row.paper.natsChange),
  ]);
}

/** What must be said with the numbers. */
export function flopsNotes({ runs, plan }: Pick<FlopsResult, 'runs' | 'plan'>): string[] {
  const count = (status: string) => runs.filter((run) => run.status === status).length;
  const open = runs.length - count('complete');
  const failed = runs.filter(({ status }) => status === 'failed');
  return [
    ...(open > 0 ? [`${open} of ${runs.length} runs are not finished; only finished ones are in the table.`] : []),
    ...failed.map(({ id, reason }) => `${id} failed: ${reason}`),
    ...(runs.some(({ record }) => record?.backend.software) ? ['The GPU was emulated in software.'] : []),
    `Each sparse model has ${plan.keepDenseHeads} dense heads and as many sparse ones as do not exceed the forward FLOPs of the dense baseline.`,
    ...(runs.some(({ record }) => record && seesFuture(record.settings)) ? [futureNote] : []),
    ...(runs.some(({ kind }) => kind === 'fixed' || kind === 'routing')
      ? ['Of fixed and routing heads the paper prints only the best over ρ; that stands in each of their rows.']
      : []),
    paperNote(unitOf(runs)),
  ];
}

/** What a token is in these runs. */
export function unitOf(runs: readonly FlopsRun[]): string {
  const record = runs.find((run) => run.record)?.record;
  return record ? tokenUnit(record) : 'token';
}

/** A comparison as text. */
export function flopsText(result: FlopsResult): string {
  const rows = flopsCells(result);
  const table = rows.length === 0 ? '' : `${columns(flopsHead(unitOf(result.runs)), rows)}\n\n`;
  return `${table}${flopsNotes(result).join('\n')}\n`;
}
