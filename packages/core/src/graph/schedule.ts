import type { OpName } from '../ops/attributes';
import type { ElementwiseGroup } from './elementwise';
import type { AnyNode, Graph } from './graph';

/** One piece of work of an executor: a node, or the elementwise group that the node is the last of. */
export interface Step {
  readonly node: AnyNode;
  /** Ids of the values that it reads. */
  readonly reads: readonly number[];
  /** Ids of the values that it makes. */
  readonly writes: readonly number[];
  readonly group?: ElementwiseGroup;
}

/**
 * What a step is: an op of its own, or a group. 'rows' are groups that add up rows or look for their maxima; one that goes on with a
 * matrix product is a 'matMul'.
 */
export type StepName = OpName | 'elementwise' | 'rows';

export function stepName({ node, group }: Step): StepName {
  if (group?.product) return 'matMul';
  if (group) return group.form ? 'rows' : 'elementwise';
  return node.op as OpName;
}

/** Where in the model it stands: the node that it ends with, or the product that a group goes on with. */
export function stepScope({ node, group }: Step): string {
  return (group?.product ?? node).scope;
}

/** Every node on its own, in order. */
export function schedule(graph: Graph): Step[] {
  return graph.nodes.map((node) => ({ node, reads: node.inputs, writes: [node.id] }));
}
