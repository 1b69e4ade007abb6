import type { Backend, DeviceTensor } from '@mosa-js/core';
import { createTrainer, type StepReport } from '@mosa-js/core/training';
import type { Verdict } from '../case';
import { firstFailure, judgeExactly } from '../judge';
import { judgeCurves, judgeState } from './judge-run';
import { laterSteps } from './later-steps';
import { oracleRun } from './oracle';
import type { TrainSpec } from './spec';
import { free, told } from './told';
import { tolerances } from './tolerances';
import { firstVectors, type StateVectors, vectorsOf } from './vectors';

/**
 * A run that goes on after every step in another trainer, from the state on the host, with another run beside it and batches that
 * are on the device. Losses and outputs of steps and evaluations are judged by bounds for the state that the backend itself has.
 */
export async function judgeContinued(backend: Backend, spec: TrainSpec): Promise<Verdict> {
  const { model, optimizer, parameters, buffers, batches } = spec;
  const { steps } = await oracleRun(spec);
  const tolerance = tolerances[backend.capabilities.precision];
  const beside = await createTrainer(backend, model, { optimizer, state: { step: 0, parameters, buffers } });
  const [reports, others]: [StepReport[], StepReport[]] = [[], []];
  const verdicts: Verdict[] = [];
  try {
    let state = await beside.state();
    let besideState = state;
    verdicts.push(...judgeState(model, state, firstVectors(spec), exactly(firstVectors(spec))));
    for (const [index, batch] of batches.entries()) {
      const device: Record<string, DeviceTensor> = {};
      const trainer = await createTrainer(backend, model, { optimizer, state });
      try {
        for (const [name, tensor] of Object.entries(batch)) device[name] = await backend.upload(tensor);
        const given = vectorsOf(model, state);
        verdicts.push(...judgeState(model, await trainer.state(), given, exactly(given)));
        const stage = `step ${index + 1}`;
        const before = told(backend, spec, given, batch);
        verdicts.push(...(await before(await trainer.evaluate(device), `evaluation before ${stage}`)));
        const other = told(backend, spec, vectorsOf(model, besideState), batch);
        others.push(await beside.run(batch));
        verdicts.push(...(await other(others.at(-1)!, `${stage} of the run beside it`)));
        reports.push(await trainer.run(device));
        verdicts.push(...(await before(reports.at(-1)!, stage)));
        state = await trainer.state();
        const after = told(backend, spec, vectorsOf(model, state), batch);
        verdicts.push(...(await after(await trainer.evaluate(device), `evaluation after ${stage}`)));
        const done = { ...spec, batches: batches.slice(0, index + 1) };
        const wanted = steps[index]!.state;
        const { error } = laterSteps(done, wanted, tolerance, steps.slice(0, index + 1));
        besideState = await beside.state();
        for (const one of [state, besideState]) verdicts.push(...judgeState(model, one, wanted, error));
        for (const [name, tensor] of Object.entries(device)) {
          verdicts.push(judgeExactly(await tensor.read(), batch[name]!, `${name} after ${stage}`));
        }
      } finally {
        free(device);
        await trainer.dispose();
      }
    }
  } finally {
    await beside.dispose();
  }
  const curves = { losses: steps.map(({ loss }) => loss), norms: steps.map((step) => step.gradientNorm) };
  return firstFailure([
    ...verdicts,
    ...judgeCurves(reports, curves, tolerance),
    ...judgeCurves(others, curves, tolerance),
  ]);
}

/** No element may be off. */
function exactly({ parameters, first, second, buffers }: StateVectors): StateVectors {
  const none = (vector: Float64Array) => new Float64Array(vector.length);
  return { parameters: none(parameters), first: none(first), second: none(second), buffers: none(buffers) };
}
