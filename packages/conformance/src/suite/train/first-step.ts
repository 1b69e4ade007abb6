import { learningRateAt, modelLayout, stateNames, stepGraph } from '@mosa-js/core/training';
import type { Arithmetic, Bounded } from '../../bounds/bounded';
import { evaluateWithBounds } from '../../bounds/evaluate';
import { adamLimit } from './adam-limit';
import { numbersOf, stateInputs } from './oracle';
import { withSelectionLogits } from './selection-gap';
import type { TrainSpec } from './spec';
import { packed, type StateName, type StateVectors } from './vectors';

/** What the first step must make, and how far off it may be. */
export interface FirstStep {
  readonly report: Bounded;
  readonly value: StateVectors;
  readonly error: StateVectors;
  /** Share of the parameters that no analysis bounds, only the most that a step can move them. */
  readonly noise: number;
  /** Largest bound of any logit that something is selected by. */
  readonly logitError: number;
}

/** The first step is one graph of exact inputs, so that running error analysis bounds everything that comes out of it. */
export function firstStep(spec: TrainSpec, arithmetic: Arithmetic): FirstStep {
  const { model, optimizer, parameters, buffers = {}, batches } = spec;
  const layout = modelLayout(model);
  const zeros = new Float64Array(layout.parameters.size);
  const before = packed(layout.parameters, parameters);
  const state = { parameters: before, first: zeros, second: zeros, buffers: packed(layout.buffers, buffers) };
  const given = { ...batches[0]!, ...stateInputs(state), [stateNames.numbers]: numbersOf(optimizer, 1) };
  const { graph, selections } = withSelectionLogits(stepGraph(model, { optimizer }));
  const outputs = evaluateWithBounds(graph, given, arithmetic);
  const of = (part: 'value' | 'error', name: StateName) =>
    (outputs[stateNames[name]]?.[part].data as Float64Array | undefined) ?? new Float64Array(0);
  const vectors = (part: 'value' | 'error'): StateVectors => ({
    parameters: of(part, 'parameters'),
    first: of(part, 'first'),
    second: of(part, 'second'),
    buffers: of(part, 'buffers'),
  });

  // An update is a gradient divided by its own size: where the gradient may be rounding noise, so may the update's sign, and
  // analysis has no bound. But no update is more than `adamLimit` rates, so two of them are no more than twice that apart.
  const rate = learningRateAt(optimizer, 1);
  const most = 2 * rate * adamLimit(optimizer, 1) * (1 + 64 * arithmetic.unit);
  const error = vectors('error');
  let unbounded = 0;
  const bound = error.parameters.map((analysis, i) => {
    const limit = most + 8 * arithmetic.unit * (Math.abs(before[i]!) + rate); // decay and subtraction round
    if (analysis >= 0 && analysis < limit) return analysis;
    unbounded += 1;
    return limit;
  });
  const noise = unbounded / bound.length;
  const logitErrors = selections.flatMap(({ name }) => Array.from(outputs[name]!.error.data));
  return {
    report: outputs.report!,
    value: vectors('value'),
    error: { ...error, parameters: bound },
    noise,
    logitError: logitErrors.reduce((a, b) => Math.max(a, b), 0),
  };
}
