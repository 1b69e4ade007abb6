import { checkFields } from '../check-fields';
import { MosaError, show } from '../error';
import type { Graph } from '../graph/graph';
import { inline } from '../graph/inline';
import { SharingTracer } from '../graph/sharing-tracer';
import { decompositions } from '../ops/fused';
import { backward } from './backward';
import { differentiable } from './differentiable';
import { type GraphTarget, wholeOps } from './whole-ops';

export interface GradientOptions {
  /** Name of the output to differentiate: a float32 scalar. */
  readonly of: string;
  /** Names of float32 inputs and weights. */
  readonly by: readonly string[];
  /**
   * The backend that is to run it. Ops of which it has no kernels are written out as primitives, and their backward pass
   * shares what their forward pass computed. Default: right for every backend, best for those without such kernels.
   */
  readonly backend?: GraphTarget;
  /** Scopes whose values are computed again in the backward pass: less memory for more work. Default none. */
  readonly recompute?: readonly string[];
}

/**
 * The gradient as a graph: every output of the given one, and `gradient/NAME` for each name, of that input's or weight's
 * shape (∂ output / ∂ NAME). Runs on every backend that runs the given graph. Selections carry no gradient; where two
 * operands of maximum, or several elements of max, are equal, they share it evenly.
 * @throws MosaError `input` for an unknown name and where an output of the graph has the name of a gradient, `shape` or `dtype` where it is not a float32 scalar that is differentiated,
 *   `unsupported` where the output depends on a name by way of topKValues
 */
export function gradient(given: Graph, options: GradientOptions): Graph {
  const graph = differentiable(given);
  checkFields(options, ['of', 'by', 'backend', 'recompute'], 'gradient options');
  const { of, by, backend, recompute } = options;
  const target = Object.hasOwn(graph.outputs, of) ? graph.outputs[of] : undefined;
  if (target === undefined) {
    throw new MosaError('input', 'gradient of', Object.keys(graph.outputs).join(', '), show(of));
  }
  const wanted = by.map((name) => placeholderId(graph, name));
  for (const name of by) {
    if (Object.hasOwn(graph.outputs, `gradient/${name}`))
      throw new MosaError('input', 'gradient', `a graph without an output gradient/${name}`, 'one that has it');
  }
  const tracer = new SharingTracer();
  const whole = wholeOps(backend);
  const values = inline(tracer, graph, (node) => tracer.place(node), whole, decompositions);
  const gradients = backward(tracer, graph, values, target, wanted, { fused: whole, recompute });
  const outputs = Object.entries(graph.outputs).map(([name, id]) => [name, values[id]!] as const);
  const pulled = by.map((name, i) => [`gradient/${name}`, gradients.get(wanted[i]!)!] as const);
  return tracer.finish(Object.fromEntries([...outputs, ...pulled]));
}

function placeholderId(graph: Graph, name: string): number {
  const named = graph.nodes.filter((node) => node.op === 'placeholder');
  const node = named.find((candidate) => candidate.name === name);
  if (!node) throw new MosaError('input', 'gradient by', named.map((one) => one.name).join(', '), show(name));
  if (node.type.dtype !== 'float32') throw new MosaError('dtype', `gradient by ${name}`, 'float32', node.type.dtype);
  return node.id;
}
