import type { Backend } from '@mosa-js/core';
import { hostTensor } from '@mosa-js/core';
import { modelLayout } from '@mosa-js/core/training';
import { languageModel } from '@mosa-js/lm';
import type { GoldenTraining } from '../golden/training';
import type { ConformanceCase, Verdict } from './case';
import { isSoftware, tooLargeForSoftware } from './graph-case';
import { firstFailure, judgeRelative } from './judge';
import { judgeCurves, judgeNoise, judgeState } from './train/judge-run';
import { laterSteps } from './train/later-steps';
import { type Oracle, oracleRun } from './train/oracle';
import { runSteps } from './train/run-steps';
import type { TrainSpec } from './train/spec';
import { type TrainTolerances, tolerances } from './train/tolerances';
import { packed, type StateVectors } from './train/vectors';

/**
 * Agreement with another float64 implementation, whose learning rates were not rounded to float32: 1e-8 in losses and,
 * for rates that sum to 0.02, in parameters.
 */
const exactly: TrainTolerances = {
  loss: 1e-8,
  norm: 1e-8,
  parameters: 5e-7,
  first: 1e-7,
  second: 1e-7,
  buffers: 0,
  gradient: 0,
};

/** A language model trained by other hands. */
export function goldenTrainingCases(golden: readonly GoldenTraining[]): ConformanceCase[] {
  return golden.map((given) => {
    let known: Promise<Oracle> | undefined;
    return {
      id: `golden/training/${given.name}`,
      async run(backend) {
        // Compiling the hundreds of programs of its step is what takes long there.
        if (isSoftware(backend)) return tooLargeForSoftware;
        return judgeTraining(given, backend, (spec) => {
          known ??= oracleRun(spec);
          return known;
        });
      },
    };
  });
}

async function judgeTraining(
  given: GoldenTraining,
  backend: Backend,
  oracle: (spec: TrainSpec) => Promise<Oracle>,
): Promise<Verdict> {
  const { config, optimizer, batch, length, parameters, batches, final } = given;
  const model = languageModel(config, { batch, length });
  const spec: TrainSpec = { model, optimizer, parameters, batches };
  const layout = modelLayout(model).parameters;
  const vector = (part: keyof typeof final) =>
    packed(layout, Object.fromEntries(Object.entries(final[part]).map(([name, data]) => [name, { data }])));
  const wanted: StateVectors = {
    parameters: vector('parameters'),
    first: vector('first'),
    second: vector('second'),
    buffers: new Float64Array(0),
  };
  // In float64 no gradient is noise and no selection near its margin, so that the run need not be looked into.
  const wide = backend.capabilities.precision === 'float64';
  const seen = wide ? undefined : await oracle(spec);
  const tolerance = wide ? exactly : tolerances.float32;
  const allowed = laterSteps(spec, wanted, tolerance, seen?.steps);

  const { reports, last } = await runSteps(backend, spec);
  const rates = Float64Array.from(reports, ({ learningRate }) => learningRate);
  const verdict = firstFailure([
    judgeNoise(allowed.noise),
    judgeRelative(hostTensor(rates, [rates.length]), Float64Array.from(given.learningRates), 1e-12, 'learning rate'),
    ...judgeCurves(reports, given, tolerance),
    ...judgeState(model, last, wanted, allowed.error),
  ]);
  if (verdict.status !== 'pass' || !seen) return verdict;
  return { ...verdict, reason: `smallest selection margin ${seen.selectionGap.toExponential(1)}` };
}
