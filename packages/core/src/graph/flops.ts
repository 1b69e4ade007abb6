import { attentionFlops } from '../ops/fused/attention';
import { attentionGradientFlops } from '../ops/fused/attention-gradient';
import { sizeOf } from '../types';
import type { AnyNode, Graph } from './graph';

export interface GraphFlops {
  /** The terms that the paper counts (App. A): every matrix product, 2·M·K·N, and the scaling by the router score. */
  readonly counted: number;
  /** Counted FLOPs by scope. */
  readonly scopes: Readonly<Record<string, number>>;
}

/** Name of the scope in which heads multiply by the router score: the one elementwise product that the paper counts. */
export const scoreScope = 'score';

/** FLOPs of one run of a graph, from its shapes. Norms, softmax, rotary encoding and selection are not counted, as in the paper. */
export function graphFlops(graph: Graph): GraphFlops {
  const scopes: Record<string, number> = {};
  let counted = 0;
  for (const node of graph.nodes) {
    const flops = flopsOf(node, graph);
    if (flops === 0) continue;
    counted += flops;
    scopes[node.scope] = (scopes[node.scope] ?? 0) + flops;
  }
  return { counted, scopes };
}

function flopsOf(node: AnyNode, graph: Graph): number {
  const operand = (index: number) => graph.nodes[node.inputs[index]!]!.type.shape;
  if (node.op === 'matMul') {
    const inner = operand(0).at(node.attributes.transposeA ? -2 : -1)!;
    return 2 * inner * sizeOf(node.type.shape);
  }
  if (node.op === 'attention') {
    return attentionFlops(sizeOf(operand(0)), operand(1).at(-2)!, sizeOf(node.type.shape));
  }
  if (node.op === 'attentionGradient') {
    const [, q, , v] = node.inputs.map((id) => graph.nodes[id]!.type);
    return attentionGradientFlops(q!, v!);
  }
  return node.op === 'mul' && node.scope.split('/').at(-1) === scoreScope ? sizeOf(node.type.shape) : 0;
}
