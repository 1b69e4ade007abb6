import type { FusedOpName } from '../ops/attributes';
import { decompositions } from '../ops/fused';
import { decomposeBy } from './decompose';
import type { Graph } from './graph';

/**
 * Replaces every fused op that the backend has no kernel for by its decomposition into primitives.
 * @param fused ops with a kernel, which stay as they are; none where the graph is to run unfused
 */
export function decompose(graph: Graph, fused: ReadonlySet<FusedOpName>): Graph {
  return decomposeBy(decompositions, graph, fused);
}
