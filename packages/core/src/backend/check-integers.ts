import { MosaError } from '../error';
import type { Graph } from '../graph/graph';

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
    const rows = node.op === 'gather' ? graph.nodes[node.inputs[0]!]!.type.shape[0]! : 0;
    const count = node.op === 'scatterAdd' ? node.attributes.rows : rows;
    if (count > most) {
      throw new MosaError('unsupported', `${backend} ${node.op}`, `at most 2^${bits} rows`, `${count} rows`);
    }
  }
}
