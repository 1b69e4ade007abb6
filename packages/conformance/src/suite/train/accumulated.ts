import { type Backend, constantScalar } from '@mosa-js/core';
import { createTrainer, type StepReport, type TrainableModel } from '@mosa-js/core/training';
import type { Verdict } from '../case';
import { firstFailure } from '../judge';
import { judgeCurves, judgeNoise, judgeState } from './judge-run';
import { laterSteps } from './later-steps';
import { oracleRun } from './oracle';
import type { TrainSpec } from './spec';
import { free, told } from './told';
import { tolerances } from './tolerances';
import { firstVectors } from './vectors';

/**
 * Steps in two micro-batches, held to those of the whole batch in float64: losses, norms, state. Loss and outputs of the first
 * batch are judged by bounds, which hold in any order of sums; halving a loss rounds nothing.
 */
export async function judgeAccumulated(backend: Backend, spec: TrainSpec): Promise<Verdict> {
  const { optimizer, parameters, buffers, batches } = spec;
  const model = byMean(spec.model);
  const own = { ...spec, model };
  const { steps } = await oracleRun(own);
  const tolerance = tolerances[backend.capabilities.precision];
  const before = backend.memory().tensors;
  const state = { step: 0, parameters, buffers };
  const trainer = await createTrainer(backend, model, { optimizer, state, accumulate: 2 });
  const reports: StepReport[] = [];
  const verdicts: Verdict[] = [];
  try {
    const first = told(backend, own, firstVectors(own), batches[0]!);
    verdicts.push(...(await first(await trainer.evaluate(batches[0]!), 'evaluation before step 1')));
    for (const batch of batches) {
      const report = await trainer.run(batch);
      reports.push(report);
      if (reports.length === 1) verdicts.push(...(await first(report, 'step 1')));
      else free(report.outputs);
    }
    const wanted = steps.at(-1)!.state;
    const { error, noise } = laterSteps(own, wanted, tolerance, steps);
    const curves = { losses: steps.map(({ loss }) => loss), norms: steps.map((step) => step.gradientNorm) };
    verdicts.push(judgeNoise(noise), ...judgeCurves(reports, curves, tolerance));
    verdicts.push(...judgeState(model, await trainer.state(), wanted, error));
  } finally {
    await trainer.dispose();
  }
  const left = backend.memory().tensors - before;
  if (left !== 0) return { status: 'fail', stage: 'memory', reason: `${left} tensors are left after dispose()` };
  return firstFailure(verdicts);
}

/** The loss as a mean over sequences, as micro-batches need it, of a model whose loss is a sum. */
function byMean(model: TrainableModel): TrainableModel {
  return {
    ...model,
    loss(ops, inputs, parameters, training) {
      const result = model.loss(ops, inputs, parameters, training);
      const [sequences] = ops.typeOf(inputs.x!).shape;
      return { ...result, loss: ops.div(result.loss, constantScalar(ops, sequences!)) };
    },
  };
}
