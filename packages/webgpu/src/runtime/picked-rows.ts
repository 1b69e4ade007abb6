import type { Graph } from '@mosa-js/core';
import type { GraphNode, Step } from '@mosa-js/core/adapter';
import { isTiled } from '../kernels/mat-mul/mat-mul';
import type { Lowering } from './lowering';

/**
 * Gathers that nobody runs: all who read their rows are matrix products in tiles, which find them where they are. So the tokens
 * that heads have chosen are read from the tokens of all, and are not written once for each head and read again.
 * @returns ids of their nodes
 */
export function pickedRows(graph: Graph, steps: readonly Step[], lowering: Lowering): ReadonlySet<number> {
  const { nodes } = graph;
  const readers: Step[][] = nodes.map(() => []);
  for (const step of steps) for (const id of step.reads) readers[id]!.push(step);
  const outputs = new Set(Object.values(graph.outputs));

  /** Whether all who read a matrix of rows of this width read it in such a product. */
  function isReadInTiles(id: number, width: number): boolean {
    if (outputs.has(id) || nodes[id]!.type.shape.at(-1) !== width) return false;
    return readers[id]!.every(({ node, group }) => {
      if (!group && node.op === 'reshape') return isReadInTiles(node.id, width);
      return !group && node.op === 'matMul' && isTiled(lowering, nodes[node.inputs[0]!]!.type.shape, node);
    });
  }
  const isPicked = ({ node, group }: Step) => {
    if (group || node.op !== 'gather') return false;
    const { shape, dtype } = nodes[(node as GraphNode).inputs[0]!]!.type;
    return dtype === 'float32' && shape.length === 2 && isReadInTiles(node.id, shape[1]!);
  };
  return new Set(steps.filter(isPicked).map(({ node }) => node.id));
}
