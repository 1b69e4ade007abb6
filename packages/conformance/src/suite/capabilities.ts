import { type Graph, type HostTensor, sizeOf, type TensorType } from '@mosa-js/core';
import { decompose, type KnownCapabilities } from '@mosa-js/core/adapter';

/**
 * Why a backend may refuse something, by what it declared beforehand. Declared capabilities are the only excuse:
 * whatever else a backend refuses as `unsupported` is a failure.
 */
export interface Excuses {
  tensor(tensor: TensorType | HostTensor): string | undefined;
  graph(graph: Graph): string | undefined;
}

export function excusesOf(capabilities: Pick<KnownCapabilities, 'integerBits'> & { largestTensor?: number }): Excuses {
  const { integerBits, largestTensor = Number.POSITIVE_INFINITY } = capabilities;
  const largestInteger = 2 ** integerBits;

  const tensor = (given: TensorType | HostTensor): string | undefined => {
    if (!Array.isArray(given.shape)) return undefined; // cases hand over bad tensors, too
    const bytes = 4 * sizeOf(given.shape);
    if (bytes > largestTensor) return `tensors of more than ${largestTensor} bytes are excluded (largestTensor)`;
    if (integerBits < 31 && given.dtype === 'int32' && 'data' in given && ArrayBuffer.isView(given.data)) {
      const isBeyond = (value: number) => Math.abs(value) > largestInteger;
      if ((given.data as Int32Array).some(isBeyond)) return beyondIntegers;
    }
    return undefined;
  };
  const beyondIntegers = `integers beyond 2^${integerBits} are excluded (integerBits)`;

  return {
    tensor,
    graph(graph) {
      if (integerBits === 31 && largestTensor === Number.POSITIVE_INFINITY) return undefined;
      // A backend without a kernel for a fused op meets what the op is made of, which may be larger.
      const { nodes } = decompose(graph, new Set());
      for (const node of nodes) {
        const constant = node.op === 'constant' ? node.attributes.data : undefined;
        const excuse = tensor(constant ? { ...node.type, data: constant } : node.type);
        if (excuse) return excuse;
        const lengthOf = (operand: number) => nodes[node.inputs[operand]!]!.type.shape[0]!;
        const found = node.op === 'gather' ? lengthOf(0) : node.op === 'setRows' ? lengthOf(0) + lengthOf(1) : 0;
        const rows = node.op === 'scatterAdd' ? node.attributes.rows : found;
        if (rows > largestInteger) return `more than 2^${integerBits} rows are excluded (integerBits)`;
      }
      return undefined;
    },
  };
}
