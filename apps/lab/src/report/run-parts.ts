import { duration, grouped, size } from '../cli/format';
import { futureNote, modelName, seesFuture } from '../model/config';
import type { RunRecord } from '../run/record';
import { lastEvaluation, tokenUnit } from '../run/summary';
import { chartPart } from './chart-part';
import { lossChart, publishedLoss } from './loss-chart';
import type { Part } from './page';
import { selectionParts } from './selection-parts';

const head = [
  'model',
  'backend',
  'steps',
  'time',
  'tokens/s',
  'validation loss',
  'published',
  'perplexity',
  'bits a byte',
  'parameters',
  'step peak',
];

/** Runs as a chart and a table. */
export function runParts(records: readonly RunRecord[]): Part[] {
  const units = [...new Set(records.map(tokenUnit))];
  const shared = records.some(({ parallel }) => parallel !== undefined);
  return [
    chartPart(lossChart(records)),
    { kind: 'table', head, rows: records.map(cells) },
    {
      kind: 'notes',
      items: [
        `Loss: nats a ${units.join(' or ')} on the validation text; perplexity is e to that loss, per ${units.join(' or ')}. Finished runs are measured on the whole text, others where they stopped.`,
        'Step peak: the largest sum of intermediates alive at once in a training step, counted from its graph.',
        ...(shared ? ['Several runs shared the device, which slows each of them.'] : []),
        ...(records.some(({ backend }) => backend.software)
          ? ['A GPU in software shows that results are right; it is not timed.']
          : []),
        ...(records.some(({ settings }) => seesFuture(settings)) ? [futureNote] : []),
      ],
    },
    ...selectionParts(records),
  ];
}

function cells(record: RunRecord): string[] {
  const { settings, backend, curve, seconds, tokensPerSecond, costs } = record;
  const measured = lastEvaluation(record);
  return [
    `${modelName(settings)}, seed ${settings.seed}`,
    `${backend.name}${backend.software ? ' (software)' : ''}`,
    record.status === 'complete' ? grouped(settings.steps) : `${grouped(curve.loss.length)} of ${grouped(settings.steps)}`,
    backend.software ? 'not timed' : duration(seconds),
    tokensPerSecond ? grouped(tokensPerSecond) : '',
    measured?.loss.toFixed(4) ?? '',
    publishedLoss(record)?.toString() ?? '',
    measured?.perplexity.toFixed(3) ?? '',
    measured?.bitsPerByte?.toFixed(4) ?? '',
    grouped(costs.parameters),
    size(costs.stepPeakBytes),
  ];
}

/** Where and with what runs ran, in a line. */
export function aboutRuns(records: readonly RunRecord[]): string {
  const unique = (values: readonly string[]) => [...new Set(values)].join('; ');
  const days = records.map(({ updated }) => updated.slice(0, 10)).sort();
  return [
    unique(records.map(({ backend }) => `${backend.name}: ${backend.device}, ${backend.library}`)),
    unique(records.map(({ machine }) => `${machine.platform}, ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}`)),
    unique(records.map(({ commit }) => (commit ? `commit ${commit.slice(0, 12)}${commit.includes('+') ? ' with changes' : ''}` : ''))),
    days[0] === days.at(-1) ? (days[0] ?? '') : `${days[0]} to ${days.at(-1)}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** All settings of a run, to read. */
export function settingsPart(record: RunRecord): Part {
  const { settings, data, versions } = record;
  const text = JSON.stringify({ settings, data, versions }, null, 2);
  return { kind: 'details', summary: 'settings, data and versions', text };
}
