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

/** Every node on its own, in order. */
export function schedule(graph: Graph): Step[] {
  return graph.nodes.map((node) => ({ node, reads: node.inputs, writes: [node.id] }));
}
