import { type Backend, type DeviceTensor, type Graph, graphMemory, type HostTensor } from '@mosa-js/core';
import { makeResident } from '@mosa-js/core/adapter';
import { createTrainer, gradient, lossGraph } from '@mosa-js/core/training';
import { initModel, languageModel, layerScopes, stepInputs } from '@mosa-js/lm';
import { eagerOps, type Tfjs } from '@mosa-js/tfjs';
import type * as tf from '@tensorflow/tfjs-core';
import type { Corpus } from '../data/corpus';
import { modelConfig } from '../model/config';
import { optimizerConfig } from '../model/optimizer';
import type { Settings } from '../settings/settings';
import { type Peak, peakOf } from './peak';

/** Memory of one way to do a step, beyond weights and state that were there before. */
export interface StepMemory {
  readonly way: string;
  readonly peak: Peak;
  /** The same, counted from the graph alone: bytes of intermediates and outputs. */
  readonly graphBytes?: number;
  /** Training loss that it computed: all ways must find the same. */
  readonly loss: number;
}

export interface MemoryOptions {
  readonly lib: typeof tf;
  /** tfjs's name of the backend below `backend`. */
  readonly tfjsName: string;
  readonly backend: Backend;
  readonly settings: Settings;
  readonly corpus: Corpus;
}

/** Measures a step of the same model on the same batch, on the same tfjs backend, in each way. */
export async function measureMemory(options: MemoryOptions): Promise<StepMemory[]> {
  const { settings, corpus, backend } = options;
  const { batch, length, seed, accumulate } = settings;
  const config = modelConfig(settings, corpus.tokenizer.vocabularySize);
  const model = languageModel(config, { batch, length });
  const state = initModel(config, seed);
  const inputs = stepInputs(config, corpus.train.tokens, { batch, length, seed, step: 1 });
  const parameters = Object.keys(model.parameters);
  const gradients = (recompute: readonly string[]) =>
    gradient(lossGraph(model, true), { of: 'loss', by: parameters, backend, recompute });
  const weights = { ...state.parameters, ...state.buffers };
  const byGraph = (way: string, graph: Graph) => gradientsByGraph(way, options, graph, weights, inputs);

  return [
    await byTape(options, model, weights, inputs, parameters),
    await byGraph('ours: loss and gradients', gradients([])),
    await byGraph('ours: the same, layers recomputed', gradients(layerScopes(settings))),
    await wholeStep('ours: the whole step, AdamW included', 1),
    ...(accumulate > 1 ? [await wholeStep(`ours: the same, in ${accumulate} micro-batches`, accumulate)] : []),
  ];

  async function wholeStep(way: string, parts: number): Promise<StepMemory> {
    const whole = { step: 0, ...state };
    const how = { optimizer: optimizerConfig(settings), state: whole, accumulate: parts };
    const trainer = await createTrainer(backend, model, how);
    const { result, peak } = await peakOf(options.lib, () => trainer.run(inputs));
    free(result.outputs);
    const { peak: graphBytes } = graphMemory(trainer.graph, backend.capabilities.elementwise);
    await trainer.dispose();
    return { way, peak, graphBytes, loss: result.loss };
  }
}

type Named = Readonly<Record<string, HostTensor>>;

/** tfjs's own way: `variableGrads` records every op on a tape, and keeps what the ops keep until the gradient is done. */
async function byTape(
  { lib, tfjsName }: MemoryOptions,
  model: ReturnType<typeof languageModel>,
  weights: Named,
  inputs: Named,
  parameters: readonly string[],
): Promise<StepMemory> {
  await lib.setBackend(tfjsName);
  const ops = eagerOps(lib as Tfjs);
  const upload = ({ data, shape, dtype }: HostTensor) => lib.tensor(data as Float32Array, [...shape], dtype);
  const all = Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => {
      const tensor = upload(weight);
      const variable = lib.variable(tensor, parameters.includes(name));
      tensor.dispose();
      return [name, variable];
    }),
  );
  const batch = Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, upload(input)]));
  const trained = parameters.map((name) => all[name]!);
  const { result, peak } = await peakOf(lib, async () =>
    lib.variableGrads(() => model.loss(ops, batch, all, true).loss as tf.Scalar, trained),
  );
  const [loss] = await result.value.data();
  lib.dispose([result.value, result.grads, all, batch]);
  return { way: 'tfjs: variableGrads', peak, loss: loss! };
}

async function gradientsByGraph(
  way: string,
  { lib, backend }: MemoryOptions,
  graph: Graph,
  weights: Named,
  inputs: Named,
): Promise<StepMemory> {
  const program = await backend.compile(graph, { weights });
  const onDevice = await makeResident(backend, inputs);
  const { result, peak } = await peakOf(lib, () => program.run(onDevice.tensors));
  const [loss] = (await result.loss!.read()).data;
  free(result);
  onDevice.free();
  await program.dispose();
  return { way, peak, graphBytes: graphMemory(graph, backend.capabilities.elementwise).peak, loss: loss! };
}

function free(tensors: Readonly<Record<string, DeviceTensor>>): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}
