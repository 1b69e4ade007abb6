import type { ElementwiseGroup } from './elementwise';
import type { AnyNode, Graph } from './graph';

/** One piece of work of an executor: a node, or the elementwise group that the node is the result of. */
export interface Step {
  readonly node: AnyNode;
  /** Ids of the values that it reads. */
  readonly reads: readonly number[];
  readonly group?: ElementwiseGroup;
}

/**
 * What runs, in order. Without groups every node does, on its own.
 * @param given of a backend that runs elementwise ops in groups: what only a group needs gets no step of its own
 */
export function schedule(graph: Graph, given?: readonly ElementwiseGroup[]): Step[] {
  if (!given) return graph.nodes.map((node) => ({ node, reads: node.inputs }));
  const groups = new Map(given.map((group) => [group.nodes.at(-1)!.id, group]));
  const wanted = new Set(Object.values(graph.outputs));
  const steps: Step[] = [];
  for (const node of [...graph.nodes].reverse()) {
    if (!wanted.has(node.id) && node.op !== 'placeholder') continue;
    const group = groups.get(node.id);
    const reads = group ? group.inputs.map(({ id }) => id) : node.inputs;
    for (const id of reads) wanted.add(id);
    steps.push({ node, reads, ...(group ? { group } : {}) });
  }
  return steps.reverse();
}
