import { isoflopCells, isoflopHead, isoflopNotes, unitOf } from '../isoflop/table';
import type { IsoflopResult } from '../isoflop/result';
import { isoflopRows } from '../isoflop/rows';
import { renderChart } from './chart';
import { lossChart } from './loss-chart';
import { type Part, page } from './page';
import { aboutRuns, settingsPart } from './run-parts';
import { paperChart, sparsityChart } from './sparsity-charts';

/** A comparison at equal FLOPs: table, notes and charts. */
export function isoflopParts(result: IsoflopResult): Part[] {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  const rows = isoflopRows(result.runs);
  const unit = unitOf(result.runs);
  const parts: Part[] = [{ kind: 'heading', text: 'Equal forward FLOPs' }];
  if (rows.some(({ sparsity }) => sparsity !== undefined))
    parts.push({ kind: 'chart', svg: renderChart(sparsityChart(rows, unit)) });
  if (rows.length > 0) parts.push({ kind: 'table', head: isoflopHead(unit), rows: isoflopCells(result) });
  parts.push({ kind: 'notes', items: isoflopNotes(result) });
  parts.push({ kind: 'chart', svg: renderChart(paperChart()) });
  if (records.length > 0) parts.push({ kind: 'chart', svg: renderChart(lossChart(records)) }, settingsPart(records[0]!));
  return parts;
}

export function isoflopPage(result: IsoflopResult): string {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  const about = `${aboutRuns(records)}${result.parallel > 1 ? ` · ${result.parallel} runs at a time` : ''}`;
  return page('MoSA at equal FLOPs', about, isoflopParts(result));
}
