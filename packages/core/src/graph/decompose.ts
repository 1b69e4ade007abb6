import { type FusedOpName, fusedOps } from '../ops/attributes';
import type { Decompositions } from '../ops/rule';
import { type Graph, unfused } from './graph';
import { inline } from './inline';
import { Tracer } from './trace';

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
