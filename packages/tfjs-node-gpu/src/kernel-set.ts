import { commonKernels, type KernelSet } from '@mosa-js/tfjs';
import { type Form, type NodePath, nodeKernels, pathsOf } from './kernels';
import type { NodeBackend } from './library';
import { type Caller, loadPlan } from './load-plan';
import { Plan } from './plan';
import { planGraph } from './plan-graph';

/**
 * How graphs run on tfjs-node: as TensorFlow's ops, without tfjs's own functions above them, which take a third of the time of a
 * call, and planned beforehand, since on a GPU each call takes longer than most kernels do.
 * @param chosen fast functions that are right here
 */
export function nodeKernelSet(
  backend: Pick<NodeBackend, 'binding'> & Caller,
  chosen: ReadonlySet<Form>,
): KernelSet<NodePath> {
  return {
    kernels: (lib) => commonKernels.kernels(lib, () => undefined),
    paths: pathsOf(chosen),
    fused: chosen.has('selectIndices') ? ['selectIndices'] : [],
    load(lib, take, graph, weights, runtime) {
      const plan = new Plan(backend.binding);
      const planned = planGraph(graph, plan, nodeKernels(plan, chosen, take));
      return loadPlan(planned, plan, weights, { lib, caller: backend, runtime });
    },
  };
}
