import type { DType, TensorType } from '@mosa-js/core';
import { type ElementwiseOp, elementwiseOps, type GraphNode, type PlaceholderNode } from '@mosa-js/core/adapter';
import type { TfjsTensor } from '@mosa-js/tfjs';
import type { Context } from '../../dispatch';
import { prepareGroup } from './group';

type SingleKernel = (inputs: readonly TfjsTensor[], attributes: unknown, output: TensorType) => TfjsTensor;

/** Every elementwise op on its own: a group of one. */
export function elementwiseKernels(context: Context): Record<ElementwiseOp, SingleKernel> {
  const kernel =
    (op: ElementwiseOp): SingleKernel =>
    (inputs, attributes, type) => {
      const from = inputs.map(
        ({ shape, dtype }, id): PlaceholderNode => ({
          ...{ id, op: 'placeholder', kind: 'input', name: `${id}`, inputs: [], scope: '' },
          type: { shape, dtype: dtype as DType },
        }),
      );
      const node = { id: from.length, op, attributes, inputs: from.map(({ id }) => id), type, scope: '' } as GraphNode;
      return prepareGroup(context, { nodes: [node], inputs: from })(inputs);
    };
  return Object.fromEntries(elementwiseOps.map((op) => [op, kernel(op)])) as Record<ElementwiseOp, SingleKernel>;
}
