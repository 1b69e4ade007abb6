import { hostTensor } from '@mosa-js/core';
import type { TrainingState } from '@mosa-js/core/training';
import type { ConformanceCase } from './case';
import { firstFailure, judge } from './judge';
import { arithmeticOf } from './prepared';
import { judgeAccumulated } from './train/accumulated';
import { judgeContinued } from './train/continued';
import { judgeDivergence } from './train/divergence';
import { firstStep } from './train/first-step';
import { judgeCurves, judgeNoise, judgeState } from './train/judge-run';
import { laterSteps } from './train/later-steps';
import { type Oracle, oracleRun } from './train/oracle';
import { runSteps } from './train/run-steps';
import type { TrainSpec } from './train/spec';
import { accumulatedSpecs, trainSpecs } from './train/specs';
import { tolerances } from './train/tolerances';

/** Training steps, the state on the device between them. */
export function trainCases(): ConformanceCase[] {
  return [
    ...Object.entries(trainSpecs()).map(([id, spec]) => trainCase(id, spec)),
    { id: 'train/diverged', run: judgeDivergence },
    ...Object.entries(accumulatedSpecs()).map(([id, spec]): ConformanceCase => {
      return { id, run: (backend) => judgeAccumulated(backend, spec) };
    }),
    ...['train/adamw:sum;steps=4', 'train/adamw:routing;steps=3'].map((id): ConformanceCase => {
      return {
        id: id.replace('adamw', 'continued'),
        run: (backend) => judgeContinued(backend, trainSpecs()[id]!),
      };
    }),
  ];
}

/** The first step by bounds, since it is one graph of exact inputs; all of them by tolerances, since errors add up. */
function trainCase(id: string, spec: TrainSpec): ConformanceCase {
  let known: Promise<Oracle> | undefined;
  return {
    id,
    async run(backend) {
      known ??= oracleRun(spec);
      const { steps, selectionGap } = await known;
      const tolerance = tolerances[backend.capabilities.precision];
      const one = firstStep(spec, arithmeticOf(backend));
      const all = laterSteps(spec, steps.at(-1)!.state, tolerance, steps);

      const before = backend.memory().tensors;
      let first: TrainingState | undefined;
      const { reports, last } = await runSteps(backend, spec, (state) => {
        first = state;
      });
      const left = backend.memory().tensors - before;
      if (left !== 0) return { status: 'fail', stage: 'memory', reason: `${left} tensors are left after dispose()` };
      const curves = { losses: steps.map(({ loss }) => loss), norms: steps.map((step) => step.gradientNorm) };
      const report = hostTensor(Float64Array.of(reports[0]!.loss, reports[0]!.gradientNorm), [2]);
      const verdict = firstFailure([
        judgeNoise(Math.max(one.noise, all.noise)),
        judge(report, one.report, 'loss and gradientNorm of step 1'),
        ...judgeState(spec.model, first!, one.value, one.error),
        ...judgeCurves(reports, curves, tolerance),
        ...judgeState(spec.model, last, steps.at(-1)!.state, all.error),
      ]);
      if (verdict.status !== 'pass') return verdict;
      const times = Math.floor(selectionGap / one.logitError);
      const reason = `smallest selection margin ${selectionGap.toExponential(1)}, ${times} times the logits' bound`;
      return { ...verdict, reason };
    },
  };
}
