import { decomposeAttention } from '../heads/attention';
import { decomposeSelect } from '../heads/select';
import { type FusedOpName, fusedOps } from '../ops/attributes';
import type { Graph, GraphNode } from './graph';
import { type Traced, Tracer } from './trace';

/**
 * Replaces every fused op that the backend has no kernel for by its decomposition into primitives.
 * @param native fused ops to leave as they are
 */
export function decompose(graph: Graph, native: ReadonlySet<FusedOpName>): Graph {
  const foreign = fusedOps.filter((op) => !native.has(op));
  if (!graph.nodes.some((node) => (foreign as readonly string[]).includes(node.op))) return graph;
  const tracer = new Tracer();
  const made: Traced[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((id) => made[id]!);
    made.push(
      node.op === 'placeholder'
        ? tracer.placeholder(node.kind, node.name, node.type)
        : tracer.ops.scope(node.scope, () => expand(tracer, node, inputs, native)),
    );
  }
  return tracer.finish(Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!])));
}

function expand(tracer: Tracer, node: GraphNode, inputs: readonly Traced[], native: ReadonlySet<FusedOpName>): Traced {
  if (node.op === 'select' && !native.has('select')) {
    return decomposeSelect(tracer.ops, inputs[0]!, node.attributes.k, inputs[1]);
  }
  if (node.op === 'attention' && !native.has('attention')) {
    return decomposeAttention(tracer.ops, inputs[0]!, inputs[1]!, inputs[2]!, node.attributes, inputs[3]);
  }
  return tracer.copy(node, inputs);
}
