import { type ModelName, modelNames } from '../model/configs';
import { drawn } from './dom';
import type { Point, Series } from './series';

const margin = { left: 40, right: 92, top: 10, bottom: 34 };
/** More points than a screen has columns draw the same line. */
const mostPoints = 600;

export const labels: Readonly<Record<ModelName, string>> = { dense: 'dense', mosa: 'MoSA' };

/** Losses of both models over their steps, in pixels of the page, so that letters keep their size. */
export function drawChart(host: HTMLElement, series: Series, steps: number): void {
  const { clientWidth: width, clientHeight: height } = host;
  const right = Math.max(steps, 1);
  const losses = modelNames.flatMap((name) => thinned(series[name]).map(({ loss }) => loss));
  const [low, high] = losses.length > 0 ? [Math.min(...losses), Math.max(...losses)] : [0, 4];
  const bottom = Math.floor(low * 2) / 2;
  const top = Math.max(Math.ceil(high * 2) / 2, bottom + 0.5);
  const x = (step: number) => margin.left + (step / right) * (width - margin.left - margin.right);
  const y = (loss: number) => margin.top + ((top - loss) / (top - bottom)) * (height - margin.top - margin.bottom);
  const svg = drawn('svg', { role: 'img', 'aria-label': inWords(series), viewBox: `0 0 ${width} ${height}` });
  const apart = Math.max(0.5, Math.ceil((top - bottom) / 3) / 2);
  for (let loss = bottom; loss <= top + 1e-9; loss += apart) {
    svg.append(drawn('line', { class: 'axis', x1: margin.left, x2: width - margin.right, y1: y(loss), y2: y(loss) }));
    svg.append(drawn('text', { x: margin.left - 6, y: y(loss) + 4, 'text-anchor': 'end' }, loss.toFixed(1)));
  }
  for (const step of [0, Math.round(right / 2), right])
    svg.append(drawn('text', { x: x(step), y: height - 14, 'text-anchor': 'middle' }, String(step)));
  svg.append(drawn('text', { x: width - margin.right + 14, y: height - 14 }, 'step'));
  for (const name of modelNames) {
    const points = thinned(series[name]);
    const line = (key: 'loss' | 'smooth') =>
      points.map((point) => `${x(point.step).toFixed(1)},${y(point[key]).toFixed(1)}`).join(' ');
    svg.append(drawn('polyline', { class: `series raw ${name}`, points: line('loss') }));
    svg.append(drawn('polyline', { class: `series ${name}`, points: line('smooth') }));
  }
  for (const { name, text, at, place } of endLabels(series, y))
    svg.append(drawn('text', { class: name, x: Math.min(x(at) + 6, width - margin.right + 6), y: place + 4 }, text));
  host.replaceChildren(svg);
}

interface EndLabel {
  readonly name: ModelName;
  readonly text: string;
  readonly at: number;
  place: number;
}

/** A name at the end of each line, moved apart where they would meet. */
function endLabels(series: Series, y: (loss: number) => number): EndLabel[] {
  const found = modelNames.flatMap((name): EndLabel[] => {
    const last = series[name].at(-1);
    if (!last) return [];
    return [{ name, text: `${labels[name]} ${last.smooth.toFixed(2)}`, at: last.step, place: y(last.smooth) }];
  });
  const [upper, lower] = found.sort((a, b) => a.place - b.place);
  if (upper && lower) {
    const missing = 15 - (lower.place - upper.place);
    if (missing > 0) {
      upper.place -= missing / 2;
      lower.place += missing / 2;
    }
  }
  return found;
}

function thinned(points: readonly Point[]): readonly Point[] {
  const every = Math.ceil(points.length / mostPoints);
  return every <= 1 ? points : points.filter((_, i) => (points.length - 1 - i) % every === 0);
}

function inWords(series: Series): string {
  const parts = modelNames.flatMap((name) => {
    const last = series[name].at(-1);
    return last ? [`${labels[name]} ${last.smooth.toFixed(2)} after ${last.step} steps`] : [];
  });
  return parts.length === 0 ? 'Losses: no step yet' : `Losses: ${parts.join(', ')}`;
}
