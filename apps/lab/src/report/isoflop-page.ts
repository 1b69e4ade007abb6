import { perplexityParts } from '../isoflop/perplexity-show';
import { type FlopsResult, flopsFormat, type IsoflopResult } from '../isoflop/result';
import { flopsRows } from '../isoflop/rows';
import { flopsCells, flopsHead, flopsNotes, unitOf } from '../isoflop/table';
import type { RunRecord } from '../run/record';
import { chartPart } from './chart-part';
import { lossParts } from './loss-parts';
import { type Part, page } from './page';
import { aboutRuns, settingsPart } from './run-parts';
import { paperChart, paperTable, sparsityChart } from './sparsity-charts';

/** What `lab isoflop` found: tables, notes and charts. */
export function isoflopParts(result: IsoflopResult): Part[] {
  return result.format === flopsFormat ? flopsParts(result) : perplexityParts(result);
}

function flopsParts(result: FlopsResult): Part[] {
  const records = recordsOf(result);
  const rows = flopsRows(result.runs);
  const unit = unitOf(result.runs);
  const parts: Part[] = [{ kind: 'heading', text: 'Equal forward FLOPs' }];
  if (rows.some(({ sparsity }) => sparsity !== undefined))
    parts.push(chartPart(sparsityChart(rows, unit)));
  if (rows.length > 0) parts.push({ kind: 'table', head: flopsHead(unit), rows: flopsCells(result) });
  parts.push({ kind: 'notes', items: flopsNotes(result) });
  parts.push(chartPart(paperChart()), paperTable(), ...lossParts(records));
  if (records.length > 0) parts.push(settingsPart(records[0]!));
  return parts;
}

export function isoflopPage(result: IsoflopResult): string {
  const isAtEqualFlops = result.format === flopsFormat;
  const atOnce = isAtEqualFlops && result.parallel > 1 ? ` · ${result.parallel} runs at a time` : '';
  const title = `MoSA at equal ${isAtEqualFlops ? 'FLOPs' : 'perplexity'}`;
  return page(title, `${aboutRuns(recordsOf(result))}${atOnce}`, isoflopParts(result));
}

function recordsOf({ runs }: IsoflopResult): RunRecord[] {
  return runs.flatMap(({ record }) => record ?? []);
}
