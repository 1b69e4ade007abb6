import type { Backend, Program, TensorInputs } from '../backend/backend';
import { createCarried } from '../backend/carried';
import type { DeviceTensor } from '../backend/device-tensor';
import { allInTurn } from '../backend/held';
import { createProgramSet } from '../backend/program-set';
import type { ProgramState } from '../backend/program-state';
import type { Graph } from '../graph/graph';
import { hostTensor } from '../types';
import { type AccumulateOptions, accumulatedGraphs, runningNames } from './accumulate-graphs';
import { firstNotFinite, showNode } from './diverged';
import { free } from './free';
import { checkOutputs, cutInputs, joinGraph, microModel } from './micro-batch';
import type { TrainableModel } from './model';
import { evaluationGraph, stateNames } from './step-graph';
import { carrying, type StepMethod } from './step-method';

type Tensors = Record<string, DeviceTensor>;

/**
 * A step as a program for each micro-batch, which adds its gradient to a sum on the device, and one for the update. Until
 * that has run the state is untouched, so an error between two micro-batches costs nothing but the sum.
 * @throws MosaError `config` for a batch that cannot be cut so, before any device work; whatever `compile` throws
 */
export async function createAccumulatedStep(
  backend: Backend,
  model: TrainableModel,
  state: ProgramState,
  options: AccumulateOptions,
): Promise<StepMethod> {
  const { accumulate } = options;
  const graphs = accumulatedGraphs(model, options);
  const micro = microModel(model, accumulate);
  checkOutputs(model, graphs.gradient);
  const programs = await createProgramSet(backend, {}, { name: 'trainer', state });
  const run = (name: string, graph: () => Graph, inputs: TensorInputs): Promise<Tensors> =>
    programs.with(name, graph, (program) => program.run(inputs));
  let update: Program;
  try {
    for (const name of ['start', 'gradient'] as const)
      await programs.with(
        name,
        () => graphs[name],
        async () => undefined,
      );
    update = await backend.compile(graphs.update, carrying(state));
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
  async function addUp(parts: readonly TensorInputs[]) {
    const outputs: Tensors[] = [];
    const sums = await startSums();
    try {
      for (const part of parts) {
        const given = { ...part, ...sums.tensors() };
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
    async step(inputs, numbers) {
      const { sums, outputs } = await addUp(cutInputs(model, accumulate, inputs));
      let joined: Tensors = {};
      try {
        joined = await join('join', outputs);
        free(...outputs); // before the update takes its memory
        return { ...(await update.run({ ...sums.tensors(), [stateNames.numbers]: numbers })), ...joined };
      } catch (error) {
        free(joined);
        throw error;
      } finally {
        sums.free();
        free(...outputs);
      }
    },
    async evaluate(inputs) {
      const outputs: Tensors[] = [];
      let loss = 0;
      try {
        for (const part of cutInputs(model, accumulate, inputs)) {
          const { report, ...rest } = await run('evaluation', evaluation, part);
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
    async firstNotFinite(inputs, numbers) {
      const parts = cutInputs(model, accumulate, inputs);
      const none = await startSums();
      try {
        const given = parts.map((part) => ({ ...part, ...none.tensors() }));
        const found = await firstNotFinite(backend, graphs.gradient, state, given);
        if (found) return `${showNode(found.node)}, of micro-batch ${found.index + 1} of ${accumulate},`;
      } finally {
        none.free();
      }
      const { sums, outputs } = await addUp(parts);
      try {
        const given = { ...sums.tensors(), [stateNames.numbers]: numbers };
        const found = await firstNotFinite(backend, graphs.update, state, [given]);
        return found && showNode(found.node);
      } finally {
        sums.free();
        free(...outputs);
      }
    },
    dispose: () => allInTurn([update.dispose, programs.dispose]),
  };
}
