import { columns } from '../cli/format';
import { modelName } from '../model/config';
import type { Chart, Point } from '../report/chart';
import { chartPart } from '../report/chart-part';
import { type Part, page } from '../report/page';
import { settingsPart } from '../report/run-parts';
import { tokenUnit } from '../run/summary';
import type { AgreeResult } from './agreement';

const head = ['backend', '', 'largest difference', 'at step', 'last loss', 'device', 'library'];

function rows({ backends, oracle, unavailable }: AgreeResult): string[][] {
  return [
    ...backends.map(({ backend, device, library, difference, step, loss, agrees }) => [
      backend,
      backend === oracle ? 'oracle' : agrees ? 'equal' : 'DIFFERS',
      backend === oracle ? '–' : difference.toExponential(2),
      backend === oracle ? '–' : `${step}`,
      loss.at(-1)?.toFixed(6) ?? '',
      device,
      library,
    ]),
    ...unavailable.map(({ backend }) => [backend, 'unavailable', '', '', '', '', '']),
  ];
}

function notes({ bound, unavailable, backends, record }: AgreeResult): string[] {
  return [
    `The same ${record.settings.steps} training steps of one model (${modelName(record.settings)}) on every backend, from the same weights and batches. Losses are equal where they differ by at most ${bound} nats from those of the float64 reference at every step.`,
    ...(backends.some(({ software }) => software)
      ? ['A GPU in software runs the same code as a real one, slower.']
      : []),
    ...unavailable.map(({ backend, reason }) => `${backend} did not run: ${reason}`),
  ];
}

export function agreeText(result: AgreeResult): string {
  return `${columns(head, rows(result))}\n\n${notes(result).join('\n')}\n`;
}

/** Curves on top of each other, and how far each is from the oracle's. */
export function agreeParts(result: AgreeResult): Part[] {
  const { backends, oracle, bound, record } = result;
  const unit = tokenUnit(record);
  const others = backends.filter(({ backend }) => backend !== oracle);
  const reference = backends.find(({ backend }) => backend === oracle);
  const x = { name: 'step', min: 1, max: record.settings.steps };
  const curves: Chart = {
    title: `${record.settings.steps} training steps on ${backends.length} backends`,
    subtitle: 'training loss of every step; where backends agree, their dots lie in each other',
    x,
    y: { name: `loss, nats a ${unit}` },
    series: backends.map(({ backend, loss }) => ({
      name: backend,
      points: loss.map((value, i): Point => [i + 1, value]),
      look: backend === oracle ? 'line' : 'markers',
      size: 3 + 2 * (backends.length - backends.findIndex((one) => one.backend === backend)),
    })),
  };
  // A logarithmic axis has no zero: losses that are equal to the last digit are drawn at its lower end.
  const floor = 1e-9;
  const distances: Chart = {
    title: 'How far each is from the float64 reference',
    subtitle: `difference of losses by step; equal below ${bound}`,
    x,
    y: { name: 'difference, nats', scale: 'log', min: floor, max: 1e-3 },
    series: [
      {
        name: 'bound',
        points: [
          [1, bound],
          [record.settings.steps, bound],
        ],
        look: 'dashed',
      },
      ...others.map(({ backend, loss }) => ({
        name: backend,
        points: loss.map(
          (value, i): Point => [i + 1, Math.max(floor, Math.abs(value - (reference?.loss[i] ?? Number.NaN)))],
        ),
        look: 'line' as const,
      })),
    ],
  };
  return [
    { kind: 'heading', text: 'Agreement' },
    chartPart(curves),
    ...(others.length > 0 ? [chartPart(distances)] : []),
    { kind: 'table', head, rows: rows(result) },
    { kind: 'notes', items: notes(result) },
    settingsPart(record),
  ];
}

export function agreePage(result: AgreeResult): string {
  const { machine, commit, updated } = result.record;
  const about = [
    `${machine.platform}, ${machine.cpu}, Node ${machine.node}`,
    commit?.slice(0, 12),
    updated.slice(0, 10),
  ];
  return page('The same training on every backend', about.filter(Boolean).join(' · '), agreeParts(result));
}
