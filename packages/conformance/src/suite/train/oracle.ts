import { modelLayout, stateNames, stepGraph, stepNumbers } from '@mosa-js/core/training';
import { createReferenceBackend } from '@mosa-js/reference';
import { selectionGap, withSelectionLogits } from './selection-gap';
import type { TrainSpec } from './spec';
import { packed, type StateVectors, vectorTensor } from './vectors';

export interface OracleStep {
  readonly loss: number;
  readonly gradientNorm: number;
  /** After the step. */
  readonly state: StateVectors;
}

/** A run in float64. */
export interface Oracle {
  readonly steps: readonly OracleStep[];
  /** The smallest gap at the k-th place of any selection in any step. */
  readonly selectionGap: number;
}

/** Runs the reference step by step, and looks at every selection on its way. */
export async function oracleRun({ model, optimizer, parameters, buffers = {}, batches }: TrainSpec): Promise<Oracle> {
  const layout = modelLayout(model);
  const backend = createReferenceBackend();
  const { graph, selections } = withSelectionLogits(
    stepGraph(model, { optimizer, backend: { capabilities: { fused: ['selectIndices', 'attention'] } } }),
  );
  const program = await backend.compile(graph);
  const zeros = () => new Float64Array(layout.parameters.size);
  let state: StateVectors = {
    parameters: packed(layout.parameters, parameters),
    first: zeros(),
    second: zeros(),
    buffers: packed(layout.buffers, buffers),
  };
  const steps: OracleStep[] = [];
  let gap = Number.POSITIVE_INFINITY;
  for (const [index, batch] of batches.entries()) {
    const given = { ...batch, ...stateInputs(state), [stateNames.numbers]: numbersOf(optimizer, index + 1) };
    const outputs = await program.run(given);
    const read = async (name: string) => (await outputs[name]!.read()).data as Float64Array;
    const [loss, gradientNorm] = await read('report');
    state = {
      parameters: await read(stateNames.parameters),
      first: await read(stateNames.first),
      second: await read(stateNames.second),
      buffers: outputs[stateNames.buffers] ? await read(stateNames.buffers) : state.buffers,
    };
    steps.push({ loss: loss!, gradientNorm: gradientNorm!, state });
    for (const { name, k } of selections) gap = Math.min(gap, selectionGap(await outputs[name]!.read(), k));
    for (const tensor of Object.values(outputs)) tensor.dispose();
  }
  await backend.dispose();
  return { steps, selectionGap: gap };
}

/** The state as a step's graph takes it. */
export function stateInputs({ parameters, first, second, buffers }: StateVectors) {
  return {
    [stateNames.parameters]: vectorTensor(parameters),
    [stateNames.first]: vectorTensor(first),
    [stateNames.second]: vectorTensor(second),
    ...(buffers.length > 0 ? { [stateNames.buffers]: vectorTensor(buffers) } : {}),
  };
}

export function numbersOf(optimizer: TrainSpec['optimizer'], step: number) {
  return vectorTensor(stepNumbers(optimizer, step));
}
