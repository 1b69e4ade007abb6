import { type FusedOpName, fusedOps } from '../ops/attributes';
import type { Decompositions } from '../ops/rule';
import { type Graph, type GraphNode, unfused } from './graph';
import { inline, inlineNode } from './inline';
import { type Traced, Tracer } from './tracer';

/**
 * Replaces every fused op that the backend has no kernel for by its decomposition into primitives.
 * @param table what ops stand for
 * @param fused ops with a kernel, which stay as they are; none where the graph is to run unfused
 */
export function decomposeBy(table: Decompositions, graph: Graph, fused: ReadonlySet<FusedOpName>): Graph {
  const whole = graph.unfused ? new Set<FusedOpName>() : fused;
  const foreign = fusedOps.filter((op) => !whole.has(op));
  if (!graph.nodes.some((node) => (foreign as readonly string[]).includes(node.op))) return graph;
  const tracer = new Tracer();
  const made = inline(tracer, graph, (node) => tracer.place(node), whole, table);
  const lowered = tracer.finish(
    Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!])),
  );
  return graph.unfused ? unfused(lowered) : lowered;
}

/**
 * Replaces single nodes by what their ops stand for.
 * @param table of the ops of all nodes that are replaced
 */
export function decomposeNodes(table: Decompositions, graph: Graph, isForeign: (node: GraphNode) => boolean): Graph {
  const foreign = new Set(graph.nodes.filter((node) => node.op !== 'placeholder' && isForeign(node)));
  if (foreign.size === 0) return graph;
  const tracer = new Tracer();
  const made: Traced[] = [];
  for (const node of graph.nodes) {
    const own = foreign.has(node) ? table : {};
    made.push(node.op === 'placeholder' ? tracer.place(node) : inlineNode(tracer, node, made, new Set(), own));
  }
  return tracer.finish(Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!])));
}
