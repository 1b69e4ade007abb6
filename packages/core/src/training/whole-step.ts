import type { Backend } from '../backend/backend';
import { allInTurn } from '../backend/held';
import { createProgramSet } from '../backend/program-set';
import type { ProgramState } from '../backend/program-state';
import { firstNotFinite, showNode } from './diverged';
import { free } from './free';
import type { TrainableModel } from './model';
import { evaluationGraph, type StepOptions, stateNames, stepGraph } from './step-graph';
import { carrying, type StepMethod } from './step-method';

/** A step as one program. @throws MosaError `shape` and the like before any device work; whatever `compile` throws */
export async function createWholeStep(
  backend: Backend,
  model: TrainableModel,
  state: ProgramState,
  options: StepOptions,
): Promise<StepMethod> {
  const graph = stepGraph(model, options);
  const programs = await createProgramSet(backend, {}, { name: 'trainer', state });
  const program = await backend.compile(graph, carrying(state));
  return {
    graph,
    step: (inputs, numbers) => program.run({ ...inputs, [stateNames.numbers]: numbers }),
    async evaluate(inputs) {
      const { report, ...outputs } = await programs.with(
        'evaluation',
        () => evaluationGraph(model),
        (evaluation) => evaluation.run(inputs),
      );
      try {
        return { loss: (await report!.read()).data[0]!, outputs };
      } catch (error) {
        free(outputs);
        throw error;
      } finally {
        report!.dispose();
      }
    },
    async firstNotFinite(inputs, numbers) {
      const found = await firstNotFinite(backend, graph, state, [{ ...inputs, [stateNames.numbers]: numbers }]);
      return found && showNode(found.node);
    },
    dispose: () => allInTurn([program.dispose, programs.dispose]),
  };
}
