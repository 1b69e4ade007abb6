import type { Graph } from './graph';

/** The node that owns each node's memory: itself, unless it is a reshape. */
export function storageRoots(graph: Graph): number[] {
  const root: number[] = [];
  for (const node of graph.nodes) root.push(node.op === 'reshape' ? root[node.inputs[0]!]! : node.id);
  return root;
}
