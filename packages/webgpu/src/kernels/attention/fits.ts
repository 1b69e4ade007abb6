import type { Graph } from '@mosa-js/core';
import { decomposeAttention, decomposeAttentionGradient, decomposeNodes } from '@mosa-js/core/adapter';
import type { Limits } from '../../runtime/lowering';

/** 16 × 8, each for 4 columns and 8 rows of a tile. */
export const invocations = 128;
/** Bytes of workgroup memory: two tiles of 16 × 64, and a mark for each key. */
const memory = 4 * (2 * 16 * 64 + 64 + 4);
/** Fewer queries than this would leave most of a tile empty. */
const fewestQueries = 16;

/** Whether a device has room for tiles. */
export function fitsAttention({
  maxComputeInvocationsPerWorkgroup,
  maxComputeWorkgroupSizeX,
  maxComputeWorkgroupStorageSize,
  maxStorageBuffersPerShaderStage,
}: Limits): boolean {
  const size = Math.min(maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX);
  return size >= invocations && maxComputeWorkgroupStorageSize >= memory && maxStorageBuffersPerShaderStage >= 8;
}

/** The graph with attention of few queries, as in decoding, from primitives. */
export function withoutShortAttention(graph: Graph): Graph {
  const table = { attention: decomposeAttention, attentionGradient: decomposeAttentionGradient };
  return decomposeNodes(table, graph, (node) => {
    if (node.op !== 'attention' && node.op !== 'attentionGradient') return false;
    const q = graph.nodes[node.inputs[node.op === 'attention' ? 0 : 1]!]!;
    return q.type.shape.at(-2)! < fewestQueries;
  });
}
