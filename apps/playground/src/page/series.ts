import { type ModelName, modelNames } from '../model/configs';
import type { StepDone } from '../worker/protocol';

export interface Point {
  readonly step: number;
  readonly loss: number;
  /** Mean of the last losses, the last ones weighing most. */
  readonly smooth: number;
  readonly milliseconds: number;
}

/** What became of both models so far, step by step. */
export type Series = Record<ModelName, Point[]>;

export const emptySeries = (): Series => ({ dense: [], mosa: [] });

const decay = 0.9;

export function addStep(series: Series, { model, step, loss, milliseconds }: StepDone): void {
  const own = series[model];
  const n = own.length;
  const before = own.at(-1);
  // As Adam's moments: what the mean began with does not count.
  const kept = (decay * (1 - decay ** n)) / (1 - decay ** (n + 1));
  own.push({ step, loss, smooth: before ? kept * before.smooth + (1 - kept) * loss : loss, milliseconds });
}

/** Median milliseconds of the last steps; those that compiled programs are outvoted. */
export function stepTime(points: readonly Point[]): number | undefined {
  const last = points.slice(-31).map(({ milliseconds }) => milliseconds);
  return last.sort((a, b) => a - b)[last.length >> 1];
}

/** Steps to list, about so many, the last included. */
export function someSteps(series: Series, most: number): number[] {
  const steps = [...new Set(modelNames.flatMap((name) => series[name].map(({ step }) => step)))].sort((a, b) => a - b);
  const every = Math.ceil(steps.length / most);
  return steps.filter((_, i) => (steps.length - 1 - i) % every === 0);
}
