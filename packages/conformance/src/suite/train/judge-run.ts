import { hostTensor } from '@mosa-js/core';
import { modelLayout, type TrainableModel, type TrainingState } from '@mosa-js/core/training';
import type { Verdict } from '../case';
import { judge, judgeRelative } from '../judge';
import type { TrainedRun } from './run-steps';
import type { TrainTolerances } from './tolerances';
import { type StateName, type StateVectors, vectorsOf } from './vectors';

/** Loss and norm of the gradient of every step. */
export function judgeCurves(
  reports: TrainedRun['reports'],
  wanted: { readonly losses: readonly number[]; readonly norms: readonly number[] },
  tolerances: TrainTolerances,
): Verdict[] {
  const curve = (name: 'loss' | 'gradientNorm', expected: readonly number[], tolerance: number) => {
    const actual = Float64Array.from(reports, (report) => report[name]);
    return judgeRelative(hostTensor(actual, [actual.length]), Float64Array.from(expected), tolerance, name);
  };
  return [curve('loss', wanted.losses, tolerances.loss), curve('gradientNorm', wanted.norms, tolerances.norm)];
}

const titles: Readonly<Record<StateName, string>> = {
  parameters: 'parameters',
  first: 'first moments',
  second: 'second moments',
  buffers: 'buffers',
};

/** Every tensor of a state after a step, each named in its stage: `second moments after step 4: gain`. */
export function judgeState(
  model: TrainableModel,
  state: TrainingState,
  wanted: StateVectors,
  error: StateVectors,
): Verdict[] {
  const layout = modelLayout(model);
  const actual = vectorsOf(model, state);
  return (Object.keys(titles) as StateName[]).flatMap((part) => {
    const { entries, size } = layout[part === 'buffers' ? 'buffers' : 'parameters'];
    return entries.map(({ name, offset, shape }, i) => {
      const end = entries[i + 1]?.offset ?? size;
      const tensor = (vector: Float64Array) => {
        return { shape, dtype: 'float32' as const, data: vector.subarray(offset, end) };
      };
      const bounded = { value: tensor(wanted[part]), error: tensor(error[part]) };
      return judge(tensor(actual[part]), bounded, `${titles[part]} after step ${state.step}: ${name}`);
    });
  });
}

/** A run in which most gradients are noise would judge nothing. */
export function judgeNoise(share: number): Verdict {
  if (share <= mostNoise) return { status: 'pass', error: 0, bound: 0 };
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const reason = `the gradient of ${percent(share)} of the parameters may be rounding noise, more than ${percent(mostNoise)}`;
  return { status: 'fail', stage: 'noise', reason };
}

const mostNoise = 0.05;
