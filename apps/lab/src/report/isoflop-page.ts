import { isoflopCells, isoflopHead, isoflopNotes, unitOf } from '../isoflop/table';
import type { IsoflopResult } from '../isoflop/result';
import { isoflopRows } from '../isoflop/rows';
import { chartPart } from './chart-part';
import { lossParts } from './loss-parts';
import { type Part, page } from './page';
import { aboutRuns, settingsPart } from './run-parts';
import { paperChart, paperTable, sparsityChart } from './sparsity-charts';

/** A comparison at equal FLOPs: table, notes and charts. */
export function isoflopParts(result: IsoflopResult): Part[] {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  const rows = isoflopRows(result.runs);
  const unit = unitOf(result.runs);
  const parts: Part[] = [{ kind: 'heading', text: 'Equal forward FLOPs' }];
  if (rows.some(({ sparsity }) => sparsity !== undefined))
    parts.push(chartPart(sparsityChart(rows, unit)));
  if (rows.length > 0) parts.push({ kind: 'table', head: isoflopHead(unit), rows: isoflopCells(result) });
  parts.push({ kind: 'notes', items: isoflopNotes(result) });
  parts.push(chartPart(paperChart()), paperTable(), ...lossParts(records));
  if (records.length > 0) parts.push(settingsPart(records[0]!));
  return parts;
}

export function isoflopPage(result: IsoflopResult): string {
  const records = result.runs.flatMap(({ record }) => record ?? []);
  const about = `${aboutRuns(records)}${result.parallel > 1 ? ` · ${result.parallel} runs at a time` : ''}`;
  return page('MoSA at equal FLOPs', about, isoflopParts(result));
}
