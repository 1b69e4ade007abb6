import { type FusedOpName, fusedOps } from '../ops/attributes';
import type { Graph } from './graph';
import { inline } from './inline';
import { Tracer } from './trace';

/**
 * Replaces every fused op that the backend has no kernel for by its decomposition into primitives.
 * @param native fused ops to leave as they are
 */
export function decompose(graph: Graph, native: ReadonlySet<FusedOpName>): Graph {
  const foreign = fusedOps.filter((op) => !native.has(op));
  if (!graph.nodes.some((node) => (foreign as readonly string[]).includes(node.op))) return graph;
  const tracer = new Tracer();
  const made = inline(tracer, graph, (node) => tracer.place(node), native);
  return tracer.finish(Object.fromEntries(Object.entries(graph.outputs).map(([name, id]) => [name, made[id]!])));
}
