import { grouped } from '../cli/format';
import type { RunRecord } from '../run/record';
import { tokenUnit } from '../run/summary';
import { chartPart } from './chart-part';
import { lossChart, type NameOf, seriesName } from './loss-chart';
import type { Part } from './page';

const mostSteps = 4;

/**
 * Losses of runs while they trained: a chart, and validation in numbers.
 * @param nameOf what a run is called; default: its heads, and what else tells it from the others
 */
export function lossParts(records: readonly RunRecord[], nameOf?: NameOf): Part[] {
  if (records.length === 0) return [];
  const steps = [...new Set(records.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)))].sort((a, b) => a - b);
  const shown = steps.length <= mostSteps ? steps : spread(steps);
  const units = [...new Set(records.map(tokenUnit))].join(' or ');
  const rows = records.map((record) => [
    (nameOf ?? seriesName)(record, records),
    `${record.settings.seed}`,
    ...shown.map((step) => record.evaluations.find((one) => one.step === step)?.loss.toFixed(4) ?? ''),
  ]);
  const head = [`validation, nats a ${units}`, 'seed', ...shown.map((step) => `step ${grouped(step)}`)];
  return [chartPart(lossChart(records, nameOf)), ...(shown.length > 0 ? [{ kind: 'table', head, rows } as const] : [])];
}

/** Some of many, the first and the last among them. */
function spread(steps: readonly number[]): number[] {
  return Array.from({ length: mostSteps }, (_, i) => steps[Math.round((i * (steps.length - 1)) / (mostSteps - 1))]!);
}
