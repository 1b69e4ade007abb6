import { decomposeBy } from '../graph/decompose';
import type { Graph } from '../graph/graph';
import type { FusedOpName } from '../ops/attributes';
import { decomposeAttention } from '../ops/fused/attention';
import { decomposeAttentionGradient } from '../ops/fused/attention-gradient';
import { takesBlocks } from '../ops/fused/attention-parts';
import { decomposeRotary } from '../ops/fused/rotary';
import { decomposeSelectIndices } from '../ops/fused/select-indices';
import type { Decompositions } from '../ops/rule';

/** A graph of the ops that a backend has. What only causal heads, draws and long attention need is loaded with the first graph that has them. */
export async function lower(graph: Graph, fused: ReadonlySet<FusedOpName>): Promise<Graph> {
  const usual: Decompositions = {
    attention: decomposeAttention,
    attentionGradient: decomposeAttentionGradient,
    selectIndices: decomposeSelectIndices,
    rotary: decomposeRotary,
  };
  const isRare = graph.nodes.some((node) => {
    if (node.op === 'causalSelect' || node.op === 'drawToken') return true;
    // Its result is [...P, M, e], and its gradient's dy is one, too.
    if (node.op === 'attention') return takesBlocks(node.attributes, node.type);
    return node.op === 'attentionGradient' && takesBlocks(node.attributes, graph.nodes[node.inputs[0]!]!.type);
  });
  return decomposeBy(isRare ? (await import('../ops/fused')).decompositions : usual, graph, fused);
}
