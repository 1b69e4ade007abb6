import type { Graph } from '@mosa-js/core';
import { decomposeAttention, decomposeAttentionGradient, decomposeNodes } from '@mosa-js/core/adapter';
import type { Limits } from '../../runtime/lowering';
import { hasRoom } from '../room';

/** Rows and columns of scores that a workgroup holds at a time, and columns of a result. */
export const edge = 64;
/** Of a sum, what lies in workgroup memory at a time. */
export const depth = 16;
/** 16 × 8, each for 4 columns and 8 rows of a tile. */
export const invocations = 128;
/** Bytes of workgroup memory: parts of two tiles, a mark for each key, and which blocks there are. */
const memory = 4 * (2 * depth * edge + edge + 4);
/** Fewer queries than this would leave most of a tile empty. */
const fewestQueries = 16;

/** Whether a device has room for tiles. */
export function fitsAttention(limits: Limits): boolean {
  return hasRoom(limits, invocations, memory) && limits.maxStorageBuffersPerShaderStage >= 8;
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
