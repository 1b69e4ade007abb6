import { type Layout, learningRateAt, modelLayout, type OptimizerConfig } from '@mosa-js/core/training';
import { adamLimit } from './adam-limit';
import type { OracleStep } from './oracle';
import type { TrainSpec } from './spec';
import type { TrainTolerances } from './tolerances';
import { largestOfTensor, type StateVectors } from './vectors';

export interface LaterSteps {
  /** How far each element may be off after the last step. */
  readonly error: StateVectors;
  /** Share of the parameters whose direction rounding may have turned by a hundredth or more of the rates. */
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
  const rates = batches.map((_, index) => learningRateAt(optimizer, index + 1)).reduce((a, b) => a + b, 0);
  const parameters = wanted.parameters.map(() => tolerances.parameters * rates);
  const turned = turnedBy(layout.parameters, optimizer, tolerances.gradient, steps);
  turned.forEach((by, i) => {
    parameters[i] = parameters[i]! + by;
  });
  const scaled = (vector: Float64Array, share: number, of = layout.parameters) =>
    largestOfTensor(of, vector).map((largest) => share * largest);
  return {
    error: {
      parameters,
      first: scaled(wanted.first, tolerances.first),
      second: scaled(wanted.second, tolerances.second),
      buffers: scaled(wanted.buffers, tolerances.buffers, layout.buffers),
    },
    noise: turned.filter((by) => by > 0.01 * rates).length / layout.parameters.size,
  };
}

/**
 * How far rounding may move each parameter by turning its updates. A gradient that is off by δ moves an update of Adam by
 * about δ ÷ (√v̂ + ε) of the rate: nothing to speak of, unless the gradient is itself as small as rounding. It then moves it by
 * up to twice `adamLimit` rates, and never by more. δ is a share of the tensor's largest gradient, or of a sixteenth of the
 * largest of all, since everything in a tensor may be noise. A mean square of exactly 0 comes from gradients that are sums
 * over nothing (tokens that have not occurred), on every backend.
 */
function turnedBy(
  layout: Layout,
  optimizer: OptimizerConfig,
  share: number,
  steps: readonly OracleStep[],
): Float64Array {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = optimizer;
  const turned = new Float64Array(layout.size);
  let before = new Float64Array(layout.size);
  for (const [index, { state }] of steps.entries()) {
    const gradient = state.first.map((mean, i) => (mean - beta1 * before[i]!) / (1 - beta1));
    const largest = largestOfTensor(layout, gradient);
    const floor = largest.reduce((a, b) => Math.max(a, b), 0) / 16;
    const correction = 1 / (1 - beta2 ** (index + 1));
    const rate = learningRateAt(optimizer, index + 1);
    const most = 2 * adamLimit(optimizer, index + 1);
    for (const [i, square] of state.second.entries()) {
      if (square === 0) continue;
      const size = Math.sqrt(square * correction) + epsilon;
      turned[i] = turned[i]! + rate * Math.min(most, (share * Math.max(largest[i]!, floor)) / size);
    }
    before = new Float64Array(state.first);
  }
  return turned;
}
