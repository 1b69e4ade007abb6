import { decomposeAttention } from '../heads/attention';
import { decomposeSelect } from '../heads/select';
import type { FusedOpName } from '../ops/attributes';
import type { AnyNode, Graph, GraphNode } from './graph';
import type { Traced, Tracer } from './trace';

/**
 * Writes a graph into a trace, each node in its scope.
 * @param place what stands for an input or weight
 * @param fused ops to leave as they are; the others are decomposed
 * @returns for every node of the graph, by id, what stands for it
 */
export function inline(
  tracer: Tracer,
  graph: Graph,
  place: (node: Extract<AnyNode, { op: 'placeholder' }>) => Traced,
  fused: ReadonlySet<FusedOpName>,
): Traced[] {
  const made: Traced[] = [];
  for (const node of graph.nodes) {
    made.push(node.op === 'placeholder' ? place(node) : inlineNode(tracer, node, made, fused));
  }
  return made;
}

/** Writes one node into a trace. @param values what stands for its operands, by id */
export function inlineNode(
  tracer: Tracer,
  node: GraphNode,
  values: readonly Traced[],
  fused: ReadonlySet<FusedOpName>,
): Traced {
  const inputs = node.inputs.map((id) => values[id]!);
  return tracer.ops.scope(node.scope, () => {
    if (node.op === 'selectIndices' && !fused.has('selectIndices')) {
      return decomposeSelect(tracer.ops, inputs[0]!, node.attributes.k, inputs[1]);
    }
    if (node.op === 'attention' && !fused.has('attention')) {
      return decomposeAttention(tracer.ops, inputs[0]!, inputs[1]!, inputs[2]!, node.attributes, inputs[3]);
    }
    return tracer.copy(node, inputs);
  });
}
