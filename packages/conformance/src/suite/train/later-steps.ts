import { learningRateAt, modelLayout } from '@mosa-js/core';
import { adamLimit } from './adam-limit';
import type { OracleStep } from './oracle';
import type { TrainSpec } from './spec';
import type { TrainTolerances } from './tolerances';
import { largestOfTensor, type StateVectors } from './vectors';

export interface LaterSteps {
  /** How far each element may be off after the last step. */
  readonly error: StateVectors;
  /** Share of the parameters whose direction rounding may have decided in some step. */
  readonly noise: number;
}

/**
 * Tolerances after the last step, whose state is `wanted`.
 * @param steps the run in float64, to find gradients that are rounding noise; without it, none is
 */
export function laterSteps(
  { model, optimizer, batches }: Pick<TrainSpec, 'model' | 'optimizer' | 'batches'>,
  wanted: StateVectors,
  tolerances: TrainTolerances,
  steps: readonly OracleStep[] = [],
): LaterSteps {
  const layout = modelLayout(model);
  const isNoise = noisy({ model, optimizer }, tolerances, steps);
  let [rates, most] = [0, 0];
  for (let step = 1; step <= batches.length; step++) {
    rates += learningRateAt(optimizer, step);
    most += 2 * learningRateAt(optimizer, step) * adamLimit(optimizer, step);
  }
  const scaled = (vector: Float64Array, share: number, of = layout.parameters) =>
    largestOfTensor(of, vector).map((largest) => share * largest);
  return {
    error: {
      parameters: wanted.parameters.map((_, i) => (isNoise[i] ? most : tolerances.parameters * rates)),
      first: scaled(wanted.first, tolerances.first),
      second: scaled(wanted.second, tolerances.second),
      buffers: scaled(wanted.buffers, tolerances.buffers, layout.buffers),
    },
    noise: isNoise.reduce((sum, flag) => sum + flag, 0) / isNoise.length,
  };
}

/**
 * 1 for each parameter whose gradient is rounding noise in some step. A gradient that is off by δ moves an update of Adam by
 * about δ ÷ (√v̂ + ε) of the rate; where that is above the tolerance of a parameter, the tolerance cannot hold. δ is
 * `tolerances.gradient` of the tensor's largest gradient. A mean square of exactly 0 comes from gradients that
 * are sums over nothing (tokens that have not occurred), on every backend.
 */
function noisy(
  { model, optimizer }: Pick<TrainSpec, 'model' | 'optimizer'>,
  tolerances: TrainTolerances,
  steps: readonly OracleStep[],
): Uint8Array {
  const layout = modelLayout(model).parameters;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimizer;
  const isNoise = new Uint8Array(layout.size);
  let before = new Float64Array(layout.size);
  for (const [index, { state }] of steps.entries()) {
    const gradient = state.first.map((mean, i) => (mean - beta1 * before[i]!) / (1 - beta1));
    const largest = largestOfTensor(layout, gradient);
    const correction = 1 / (1 - beta2 ** (index + 1));
    for (const [i, square] of state.second.entries()) {
      const size = Math.sqrt(square * correction) + epsilon;
      if (square > 0 && tolerances.gradient * largest[i]! > tolerances.parameters * size) isNoise[i] = 1;
    }
    before = new Float64Array(state.first);
  }
  return isNoise;
}
