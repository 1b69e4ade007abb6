import type { Backend, DeviceTensor, HostTensor } from '@mosa-js/core';
import { evaluationGraph, type Trainer } from '@mosa-js/core/training';
import { evaluateWithBounds } from '../../bounds/evaluate';
import type { Verdict } from '../case';
import { judge } from '../judge';
import { arithmeticOf } from '../prepared';
import { stateInputs } from './oracle';
import type { TrainSpec } from './spec';
import type { StateVectors } from './vectors';

type Told = Pick<Awaited<ReturnType<Trainer['evaluate']>>, 'loss' | 'outputs'>;

/** Judges loss and outputs of a batch by bounds for a state, and frees the outputs. */
export function told(
  backend: Backend,
  { model }: TrainSpec,
  state: StateVectors,
  batch: TrainSpec['batches'][number],
): (told: Told, stage: string) => Promise<Verdict[]> {
  const tensors = { ...batch, ...stateInputs(state) };
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

export function free(tensors: Readonly<Record<string, DeviceTensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
