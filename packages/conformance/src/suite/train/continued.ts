import {
  type Backend,
  createTrainer,
  type DeviceTensor,
  evaluationGraph,
  type HostTensor,
  type Trainer,
} from '@mosa-js/core';
import { evaluateWithBounds } from '../../bounds/evaluate';
import type { Verdict } from '../case';
import { firstFailure, judge, judgeExactly } from '../judge';
import { arithmeticOf } from '../prepared';
import { judgeState } from './judge-run';
import { laterSteps } from './later-steps';
import { oracleRun, stateInputs } from './oracle';
import type { TrainSpec } from './spec';
import { tolerances } from './tolerances';
import { vectorsOf } from './vectors';

/**
 * A run that goes on after every step in another trainer, from the state on the host, with another run beside it and batches that
 * are on the device. Losses and outputs of steps and evaluations are judged by bounds, for the state that the backend has itself.
 */
export async function judgeContinued(backend: Backend, spec: TrainSpec): Promise<Verdict> {
  const { model, optimizer, parameters, buffers, batches } = spec;
  const { steps } = await oracleRun(spec);
  const start = { step: 0, parameters, buffers };
  const beside = await createTrainer(backend, model, { optimizer, state: start });
  const verdicts: Verdict[] = [];
  let state: Parameters<typeof createTrainer>[2]['state'] = start;
  try {
    for (const batch of batches) {
      const device: Record<string, DeviceTensor> = {};
      const trainer = await createTrainer(backend, model, { optimizer, state });
      try {
        for (const [name, tensor] of Object.entries(batch)) device[name] = await backend.upload(tensor);
        const stage = `step ${trainer.step + 1}`;
        const before = await expectedOf(backend, spec, trainer, batch);
        verdicts.push(...(await before(await trainer.evaluate(device), `evaluation before ${stage}`)));
        free((await beside.run(batches[0]!)).outputs);
        verdicts.push(...(await before(await trainer.run(device), stage)));
        const after = await expectedOf(backend, spec, trainer, batch);
        verdicts.push(...(await after(await trainer.evaluate(device), `evaluation after ${stage}`)));
        for (const [name, tensor] of Object.entries(device)) {
          verdicts.push(judgeExactly(await tensor.read(), batch[name]!, `${name} after ${stage}`));
        }
        state = await trainer.state();
      } finally {
        free(device);
        await trainer.dispose();
      }
    }
  } finally {
    await beside.dispose();
  }
  const wanted = steps.at(-1)!.state;
  const { error } = laterSteps(spec, wanted, tolerances[backend.capabilities.precision], steps);
  return firstFailure([...verdicts, ...judgeState(model, state, wanted, error)]);
}

type Told = Pick<Awaited<ReturnType<Trainer['evaluate']>>, 'loss' | 'outputs'>;

/** Judges loss and outputs for the state that the trainer has now. */
async function expectedOf(
  backend: Backend,
  { model }: TrainSpec,
  trainer: Trainer,
  batch: TrainSpec['batches'][number],
): Promise<(told: Told, stage: string) => Promise<Verdict[]>> {
  const given = { ...batch, ...stateInputs(vectorsOf(model, await trainer.state())) };
  const { report, ...outputs } = evaluateWithBounds(evaluationGraph(model), given, arithmeticOf(backend));
  return async (told, stage) => {
    const loss: HostTensor = { shape: [1], dtype: 'float32', data: Float64Array.of(told.loss) };
    const verdicts = [judge(loss, report!, `loss of ${stage}`)];
    try {
      for (const [name, wanted] of Object.entries(outputs)) {
        const output = told.outputs[name.slice('output/'.length)];
        verdicts.push(judge(await output?.read(), wanted, `${name} of ${stage}`));
      }
      return verdicts;
    } finally {
      free(told.outputs);
    }
  };
}

function free(tensors: Readonly<Record<string, DeviceTensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
