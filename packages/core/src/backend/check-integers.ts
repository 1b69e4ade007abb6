import { MosaError } from '../error';
import type { AnyNode, Graph } from '../graph/graph';

/**
 * Row numbers that a device cannot tell apart would gather and scatter other rows without a word.
 * @param graph of primitives, as far as the backend has no kernels: what a fused op is made of may have more rows than it
 */
export function checkIntegers(graph: Graph, bits: number, backend: string): void {
  const most = 2 ** bits;
  for (const node of graph.nodes) {
    if (bits < 31 && node.op === 'constant' && node.type.dtype === 'int32') {
      const beyond = node.attributes.data.find((value: number) => Math.abs(value) > most);
      if (beyond !== undefined) {
        throw new MosaError('unsupported', `${backend} constant`, `integers up to 2^${bits}`, `${beyond}`);
      }
    }
    const count = rowsOf(node, graph);
    if (count > most) {
      throw new MosaError('unsupported', `${backend} ${node.op}`, `at most 2^${bits} rows`, `${count} rows`);
    }
  }
}

/** Rows that an op finds by number. */
function rowsOf(node: AnyNode, { nodes }: Graph): number {
  const lengthOf = (operand: number) => nodes[node.inputs[operand]!]!.type.shape[0]!;
  if (node.op === 'scatterAdd') return node.attributes.rows;
  if (node.op === 'setRows') return lengthOf(0) + lengthOf(1); // a backend may gather from both
  return node.op === 'gather' ? lengthOf(0) : 0;
}
