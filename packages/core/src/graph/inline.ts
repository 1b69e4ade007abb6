import type { FusedOpName, OpName } from '../ops/attributes';
import type { Decomposition, Decompositions } from '../ops/rule';
import type { AnyNode, Graph, GraphNode } from './graph';
import type { Traced, Tracer } from './tracer';

/**
 * Writes a graph into a trace, each node in its scope.
 * @param place what stands for an input or weight
 * @param fused ops to leave as they are; the others are decomposed, by `table`
 * @returns for every node of the graph, by id, what stands for it
 */
export function inline(
  tracer: Tracer,
  graph: Graph,
  place: (node: Extract<AnyNode, { op: 'placeholder' }>) => Traced,
  fused: ReadonlySet<FusedOpName>,
  table: Decompositions,
): Traced[] {
  const made: Traced[] = [];
  for (const node of graph.nodes) {
    made.push(node.op === 'placeholder' ? place(node) : inlineNode(tracer, node, made, fused, table));
  }
  return made;
}

/** Writes one node into a trace. @param values what stands for its operands, by id */
export function inlineNode(
  tracer: Tracer,
  node: GraphNode,
  values: readonly Traced[],
  fused: ReadonlySet<FusedOpName>,
  table: Decompositions,
): Traced {
  const inputs = node.inputs.map((id) => values[id]!);
  return tracer.ops.scope(node.scope, () => {
    const op = node.op as FusedOpName;
    if (fused.has(op) || !Object.hasOwn(table, op)) return tracer.copy(node, inputs);
    return (table[op] as Decomposition<OpName>)(tracer.ops, inputs, node.attributes);
  });
}
