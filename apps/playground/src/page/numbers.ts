import { type ModelName, modelNames } from '../model/configs';
import type { Event } from '../worker/protocol';
import { byId, row } from './dom';
import { bytes, count, short } from './format';
import { type Point, type Series, someSteps, stepTime } from './series';

export type Started = Extract<Event, { kind: 'started' }>;

/** Both models in numbers. There are as many rows before anything is known, so that nothing moves then. */
export function drawNumbers(started: Started | undefined, series: Series): void {
  const each = (value: (name: ModelName, started: Started) => string) =>
    modelNames.map((name) => (started ? value(name, started) : '–'));
  const last = (name: ModelName) => series[name].at(-1);
  byId('numbers')
    .querySelector('tbody')!
    .replaceChildren(
      row('loss, smoothed', ...each((name) => last(name)?.smooth.toFixed(3) ?? '–')),
      row('time of a step', ...each((name) => timeOf(series[name]))),
      row('tokens seen', ...each((name, own) => count(tokensSeen(own, last(name)?.step ?? own.models[name].step)))),
      row('FLOPs a sequence', ...each((name, own) => flopsOf(name, own))),
      row('parameters', ...each((name, own) => count(own.models[name].parameters))),
      row('memory of a step', ...each((name, own) => bytes(own.models[name].stepBytes))),
      row('heads a layer', ...each((name, own) => own.models[name].heads)),
    );
}

function timeOf(points: readonly Point[]): string {
  const found = stepTime(points);
  return found === undefined ? '–' : `${found.toFixed(found < 10 ? 1 : 0)} ms`;
}

function tokensSeen({ settings: { batch, length } }: Started, step: number): number {
  return step * batch * length;
}

/** With MoSA, what share of the dense model's it is, too. */
function flopsOf(name: ModelName, { models: { dense, mosa } }: Started): string {
  if (name === 'dense') return short(dense.flops);
  return `${short(mosa.flops)} (${((100 * mosa.flops) / dense.flops).toFixed(1)} %)`;
}

const mostRows = 25;

export function drawLosses(series: Series): void {
  const at = modelNames.map((name) => new Map(series[name].map((point) => [point.step, point.smooth.toFixed(3)])));
  const rows = someSteps(series, mostRows).map((step) => row(String(step), ...at.map((own) => own.get(step) ?? '–')));
  byId('losses')
    .querySelector('tbody')!
    .replaceChildren(...rows);
}
