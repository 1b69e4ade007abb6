import { decomposeBy } from '../graph/decompose';
import type { Graph } from '../graph/graph';
import type { FusedOpName } from '../ops/attributes';
import { decomposeAttention } from '../ops/fused/attention';
import { decomposeAttentionGradient } from '../ops/fused/attention-gradient';
import { decomposeRotary } from '../ops/fused/rotary';
import { decomposeSelectIndices } from '../ops/fused/select-indices';
import type { Decompositions } from '../ops/rule';

/** A graph of the ops that a backend has. What only causal heads and draws need is loaded with the first graph that has them. */
export async function lower(graph: Graph, fused: ReadonlySet<FusedOpName>): Promise<Graph> {
  const usual: Decompositions = {
    attention: decomposeAttention,
    attentionGradient: decomposeAttentionGradient,
    selectIndices: decomposeSelectIndices,
    rotary: decomposeRotary,
  };
  const isRare = graph.nodes.some(({ op }) => op === 'causalSelect' || op === 'drawToken');
  return decomposeBy(isRare ? (await import('../ops/fused')).decompositions : usual, graph, fused);
}
