import type { Backend, DeviceTensor, HostTensor } from '@mosa-js/core';
import {
  createTrainer,
  evaluationGraph,
  modelLayout,
  type StepReport,
  type Trainer,
  type TrainingState,
} from '@mosa-js/core/training';
import { evaluateWithBounds } from '../../bounds/evaluate';
import type { Verdict } from '../case';
import { firstFailure, judge, judgeExactly } from '../judge';
import { arithmeticOf } from '../prepared';
import { judgeCurves, judgeState } from './judge-run';
import { laterSteps } from './later-steps';
import { oracleRun, stateInputs } from './oracle';
import type { TrainSpec } from './spec';
import { tolerances } from './tolerances';
import { packed, type StateVectors, vectorsOf } from './vectors';

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
        const before = told(backend, spec, state, batch);
        verdicts.push(...(await before(await trainer.evaluate(device), `evaluation before ${stage}`)));
        const other = told(backend, spec, besideState, batch);
        others.push(await beside.run(batch));
        verdicts.push(...(await other(others.at(-1)!, `${stage} of the run beside it`)));
        reports.push(await trainer.run(device));
        verdicts.push(...(await before(reports.at(-1)!, stage)));
        state = await trainer.state();
        const after = told(backend, spec, state, batch);
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

function firstVectors({ model, parameters, buffers = {} }: TrainSpec): StateVectors {
  const layout = modelLayout(model);
  const zeros = new Float64Array(layout.parameters.size);
  const vectors = { parameters: packed(layout.parameters, parameters), buffers: packed(layout.buffers, buffers) };
  return { ...vectors, first: zeros, second: zeros };
}

/** No element may be off. */
function exactly({ parameters, first, second, buffers }: StateVectors): StateVectors {
  const none = (vector: Float64Array) => new Float64Array(vector.length);
  return { parameters: none(parameters), first: none(first), second: none(second), buffers: none(buffers) };
}

type Told = Pick<Awaited<ReturnType<Trainer['evaluate']>>, 'loss' | 'outputs'>;

/** Judges loss and outputs for a state. */
function told(
  backend: Backend,
  { model }: TrainSpec,
  state: TrainingState,
  batch: TrainSpec['batches'][number],
): (told: Told, stage: string) => Promise<Verdict[]> {
  const tensors = { ...batch, ...stateInputs(vectorsOf(model, state)) };
  const { report, ...outputs } = evaluateWithBounds(evaluationGraph(model), tensors, arithmeticOf(backend));
  return async (given, stage) => {
    const loss: HostTensor = { shape: [1], dtype: 'float32', data: Float64Array.of(given.loss) };
    const verdicts = [judge(loss, report!, `loss of ${stage}`)];
    try {
      for (const [name, wanted] of Object.entries(outputs)) {
        const output = given.outputs[name.slice('output/'.length)];
        verdicts.push(judge(await output?.read(), wanted, `${name} of ${stage}`));
      }
      return verdicts;
    } finally {
      free(given.outputs);
    }
  };
}

function free(tensors: Readonly<Record<string, DeviceTensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
