import { decomposeBy } from '../graph/decompose';
import type { Graph } from '../graph/graph';
import { fusedOps } from '../ops/attributes';
import { decomposeAttentionGradient } from '../ops/fused/attention-gradient';

const others = /* @__PURE__ */ new Set(/* @__PURE__ */ fusedOps.filter((op) => op !== 'attentionGradient'));

/** A graph of ops that have gradients: those of a fused gradient are taken of what it stands for. */
export function differentiable(graph: Graph): Graph {
  return decomposeBy({ attentionGradient: decomposeAttentionGradient }, graph, others);
}
