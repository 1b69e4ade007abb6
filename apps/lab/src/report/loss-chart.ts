import { modelName } from '../model/config';
import type { RunRecord } from '../run/record';
import { tokenUnit } from '../run/summary';
import type { Chart, Point, Series } from './chart';

const mostPoints = 240;

/** Published results to draw beside runs that repeat them. */
const published: readonly { readonly layers: number; readonly dModel: number; readonly length: number; readonly loss: number }[] = [
  { layers: 4, dModel: 128, length: 64, loss: 1.88 },
  { layers: 6, dModel: 384, length: 256, loss: 1.4697 },
];

/** The published validation loss of nanoGPT's configuration that these settings are; it is one of tiny-shakespeare. */
export function publishedLoss({ settings }: Pick<RunRecord, 'settings'>): number | undefined {
  const { layers, dModel, length, sparseHeads, data, tokenizer } = settings;
  if (sparseHeads > 0 || tokenizer !== 'characters' || !/shakespeare/.test(data)) return undefined;
  return published.find((one) => one.layers === layers && one.dModel === dModel && one.length === length)?.loss;
}

/** What a run of several is called. */
export type NameOf = (record: RunRecord, all: readonly RunRecord[]) => string;

/** Training and validation loss of runs by step. */
export function lossChart(records: readonly RunRecord[], nameOf: NameOf = seriesName): Chart {
  const most = Math.max(...records.map(({ curve }) => curve.loss.length));
  const window = Math.max(1, Math.ceil(most / mostPoints));
  const single = records.length === 1;
  const units = [...new Set(records.map(tokenUnit))];
  const known = [...new Set(records.map(publishedLoss).filter((loss) => loss !== undefined))];
  const series = records.flatMap((record): Series[] => {
    const name = nameOf(record, records);
    const validation = record.evaluations.map(({ step, loss }): Point => [step, loss]);
    return [
      { name: single ? 'training' : name, points: averaged(record.curve.loss, window), look: 'line' },
      { name: single ? 'validation' : name, points: validation, look: single ? 'line and markers' : 'markers' },
    ];
  });
  const lines = known.map((loss): Series => ({
    name: `published (${loss})`,
    points: [
      [0, loss],
      [Math.max(...records.map(({ settings }) => settings.steps)), loss],
    ],
    look: 'dashed',
  }));
  const names = new Set(series.map(({ name }) => name));
  // They are compared at the end, where they lie close to each other.
  const isClose = names.size > 2;
  const smooth = window > 1 ? `training: means of ${window} steps` : 'training: every step';
  return {
    title: 'Loss while training',
    subtitle: single
      ? smooth
      : `lines: ${smooth.replace('training: ', 'training loss, ')}; dots: validation${isClose ? '; higher losses of the first tenth are left out' : ''}`,
    x: { name: 'step', min: 0 },
    y: { name: `loss, nats a ${units.join(' or ')}`, ...(isClose ? { max: afterTenth(records) } : {}) },
    series: [...series, ...lines],
    isClose,
  };
}

/** Models are told apart by their heads; backends and presets where these are the same. */
export function seriesName(record: RunRecord, all: readonly RunRecord[]): string {
  const backends = new Set(all.map(({ backend }) => backend.name));
  const sizes = new Set(all.map(({ settings }) => `${settings.layers} × ${settings.dModel}`));
  const { settings, backend } = record;
  return [
    modelName(settings),
    ...(sizes.size > 1 ? [`${settings.layers} layers, width ${settings.dModel}`] : []),
    ...(backends.size > 1 ? [backend.name] : []),
  ].join(', ');
}

/** The largest loss after a tenth of the steps, and a little more. */
function afterTenth(records: readonly RunRecord[]): number {
  const losses = records.flatMap(({ curve }) => curve.loss.slice(Math.ceil(curve.loss.length / 10)));
  return Math.ceil(10 * losses.reduce((most, loss) => Math.max(most, loss), 0)) / 10;
}

function averaged(values: readonly number[], window: number): Point[] {
  const points: Point[] = [];
  for (let at = 0; at < values.length; at += window) {
    const part = values.slice(at, at + window);
    points.push([at + (part.length + 1) / 2, part.reduce((sum, value) => sum + value, 0) / part.length]);
  }
  return points;
}
