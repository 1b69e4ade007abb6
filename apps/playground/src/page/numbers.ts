import { modelNames } from '../model/configs';
import type { Settings } from '../settings/settings';
import type { Event } from '../worker/protocol';
import { byId, row } from './dom';
import { bytes, count, short } from './format';
import { type Series, someSteps, stepTime } from './series';

export type Started = Extract<Event, { kind: 'started' }>;

/** Both models in numbers. Rows are the same before the first step, so that nothing moves. */
export function drawNumbers({ models, settings }: Pick<Started, 'models' | 'settings'>, series: Series): void {
  const each = (value: (name: 'dense' | 'mosa') => string) => modelNames.map(value);
  const last = (name: 'dense' | 'mosa') => series[name].at(-1);
  const share = (name: 'dense' | 'mosa') =>
    name === 'dense' ? '' : ` (${((100 * models.mosa.flops) / models.dense.flops).toFixed(1)} %)`;
  const tokens = ({ batch, length }: Settings, step: number) => step * batch * length;
  const time = (name: 'dense' | 'mosa') => {
    const found = stepTime(series[name]);
    return found === undefined ? '–' : `${found < 10 ? found.toFixed(1) : found.toFixed(0)} ms`;
  };
  byId('numbers')
    .querySelector('tbody')!
    .replaceChildren(
      row('loss, smoothed', ...each((name) => last(name)?.smooth.toFixed(3) ?? '–')),
      row('time of a step', ...each(time)),
      row('tokens seen', ...each((name) => count(tokens(settings, last(name)?.step ?? models[name].step)))),
      row('FLOPs a sequence', ...each((name) => `${short(models[name].flops)}${share(name)}`)),
      row('parameters', ...each((name) => count(models[name].parameters))),
      row('memory of a step', ...each((name) => bytes(models[name].stepBytes))),
      row('heads a layer', ...each((name) => models[name].heads)),
    );
}

const mostRows = 25;

export function drawLosses(series: Series): void {
  const at = modelNames.map((name) => new Map(series[name].map((point) => [point.step, point.smooth.toFixed(3)])));
  const rows = someSteps(series, mostRows).map((step) => row(String(step), ...at.map((own) => own.get(step) ?? '–')));
  byId('losses')
    .querySelector('tbody')!
    .replaceChildren(...rows);
}
