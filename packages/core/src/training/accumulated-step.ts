import type { Backend, TensorInputs } from '../backend/backend';
import { createCarried } from '../backend/carried';
import type { DeviceTensor } from '../backend/device-tensor';
import { createProgramSet } from '../backend/program-set';
import type { Graph } from '../graph/graph';
import type { Named } from '../graph/trace';
import { hostTensor } from '../types';
import { type AccumulateOptions, accumulatedGraphs, runningNames } from './accumulate-graphs';
import { firstNotFinite, showNode } from './diverged';
import { free } from './free';
import { checkOutputs, cutInputs, joinGraph, microModel } from './micro-batch';
import type { TrainableModel } from './model';
import { evaluationGraph, stateNames } from './step-graph';
import { type StepMethod, weightsOf } from './step-method';

type Tensors = Record<string, DeviceTensor>;

/**
 * A step as a program for each micro-batch, which adds its gradient to a sum on the device, and one for the update. Until
 * that has run the state is untouched, so an error between two micro-batches costs nothing but the sum.
 * @throws MosaError `config` for a batch that cannot be cut so, before any device work; whatever `compile` throws
 */
export async function createAccumulatedStep(
  backend: Backend,
  model: TrainableModel,
  options: AccumulateOptions,
): Promise<StepMethod> {
  const { accumulate } = options;
  const graphs = accumulatedGraphs(model, options);
  const micro = microModel(model, accumulate);
  checkOutputs(model, graphs.gradient);
  const programs = await createProgramSet(backend, {}, { name: 'trainer' });
  const run = (name: string, graph: () => Graph, inputs: TensorInputs): Promise<Tensors> =>
    programs.with(name, graph, (program) => program.run(inputs));
  try {
    for (const [name, graph] of Object.entries(graphs))
      await programs.with(
        name,
        () => graph,
        async () => undefined,
      );
  } catch (error) {
    await programs.dispose();
    throw error;
  }

  const startSums = async () => {
    const zeros = await run('start', () => graphs.start, { [runningNames.zero]: hostTensor([0], [1]) });
    const sums = createCarried((tensor) => backend.upload(tensor), zeros, 'trainer sums');
    sums.adopt(zeros);
    return sums;
  };

  /** Sums over all micro-batches, and the outputs of each. */
  async function addUp(parts: readonly TensorInputs[], state: Named<DeviceTensor>) {
    const outputs: Tensors[] = [];
    const sums = await startSums();
    try {
      for (const part of parts) {
        const given = { ...part, ...weightsOf(state), ...sums.tensors() };
        const results = await run('gradient', () => graphs.gradient, given);
        const { [runningNames.gradient]: gradient, [runningNames.sums]: values, ...rest } = results;
        outputs.push(rest);
        sums.adopt({ [runningNames.gradient]: gradient!, [runningNames.sums]: values! });
      }
      return { sums, outputs };
    } catch (error) {
      sums.free();
      free(...outputs);
      throw error;
    }
  }

  /** Outputs of micro-batches as those of the batch. */
  async function join(name: string, parts: readonly Tensors[]): Promise<Tensors> {
    const [first = {}] = parts;
    if (Object.keys(first).length === 0) return {};
    const all = parts.flatMap((part, index) =>
      Object.entries(part).map(([key, tensor]) => [`${index}/${key}`, tensor] as const),
    );
    return run(name, () => joinGraph(model, accumulate, first), Object.fromEntries(all));
  }

  const evaluation = () => {
    const graph = evaluationGraph(micro);
    checkOutputs(model, graph);
    return graph;
  };

  return {
    graph: graphs.gradient,
    async step(inputs, state, numbers) {
      const { sums, outputs } = await addUp(cutInputs(model, accumulate, inputs), state);
      let joined: Tensors = {};
      try {
        joined = await join('join', outputs);
        free(...outputs); // before the update takes its memory
        const given = { ...state, ...sums.tensors(), [stateNames.numbers]: numbers };
        return { ...(await run('update', () => graphs.update, given)), ...joined };
      } catch (error) {
        free(joined);
        throw error;
      } finally {
        sums.free();
        free(...outputs);
      }
    },
    async evaluate(inputs, state) {
      const outputs: Tensors[] = [];
      let loss = 0;
      try {
        for (const part of cutInputs(model, accumulate, inputs)) {
          const { report, ...rest } = await run('evaluation', evaluation, { ...part, ...weightsOf(state) });
          outputs.push(rest);
          try {
            loss += (await report!.read()).data[0]! / accumulate;
          } finally {
            report!.dispose();
          }
        }
        return { loss, outputs: await join('join evaluation', outputs) };
      } finally {
        free(...outputs);
      }
    },
    async firstNotFinite(inputs, state, numbers) {
      const parts = cutInputs(model, accumulate, inputs);
      const none = await startSums();
      try {
        const given = parts.map((part) => ({ ...part, ...weightsOf(state), ...none.tensors() }));
        const found = await firstNotFinite(backend, graphs.gradient, given);
        if (found) return `${showNode(found.node)}, of micro-batch ${found.index + 1} of ${accumulate},`;
      } finally {
        none.free();
      }
      const { sums, outputs } = await addUp(parts, state);
      try {
        const given = { ...state, ...sums.tensors(), [stateNames.numbers]: numbers };
        const found = await firstNotFinite(backend, graphs.update, [given]);
        return found && showNode(found.node);
      } finally {
        sums.free();
        free(...outputs);
      }
    },
    dispose: programs.dispose,
  };
}
