import type { Graph, Shape } from '@mosa-js/core';
import { decomposeAttention, decomposeAttentionGradient, decomposeNodes, type GraphNode } from '@mosa-js/core/adapter';
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
/** Fewer queries than this would leave most of a tile empty, so each has a workgroup. */
const fewestQueries = 16;
/** The longest query and value of those. */
const longest = 256;

/** Whether a device has room for tiles. */
export function fitsAttention(limits: Limits): boolean {
  return hasRoom(limits, invocations, memory) && limits.maxStorageBuffersPerShaderStage >= 8;
}

/** Whether queries are too few for tiles. */
export function areFew({ shape }: { readonly shape: Shape }): boolean {
  return shape.at(-2)! < fewestQueries;
}

/** The graph with attention of few queries from primitives, where they are very long, or where something asks for its gradient. */
export function withoutShortAttention(graph: Graph): Graph {
  const table = { attention: decomposeAttention, attentionGradient: decomposeAttentionGradient };
  const typeOf = (node: GraphNode, operand: number) => graph.nodes[node.inputs[operand]!]!.type;
  const isShort = (node: GraphNode, query: number) => areFew(typeOf(node, query));
  const hasGradient = graph.nodes.some((node) => node.op === 'attentionGradient' && isShort(node, 1));
  return decomposeNodes(table, graph, (node) => {
    if (node.op === 'attentionGradient') return isShort(node, 1);
    if (node.op !== 'attention' || !isShort(node, 0)) return false;
    return hasGradient || typeOf(node, 0).shape.at(-1)! > longest || typeOf(node, 2).shape.at(-1)! > longest;
  });
}
