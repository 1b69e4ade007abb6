import type { TensorType } from '@mosa-js/core';
import { type ElementwiseOp, elementwiseOps, type GraphNode, type PlaceholderNode } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { lowerGroup } from './group';

type SingleKernel = (inputs: readonly Value[], attributes: unknown, output: TensorType) => Value;

/** Every elementwise op on its own: a group of one. */
export function elementwiseKernels(lowering: Lowering): Record<ElementwiseOp, SingleKernel> {
  const kernel =
    (op: ElementwiseOp): SingleKernel =>
    (inputs, attributes, type) => {
      const from = inputs.map(
        ({ shape, dtype }, id): PlaceholderNode => ({
          ...{ id, op: 'placeholder', kind: 'input', name: `${id}`, inputs: [], scope: '' },
          type: { shape, dtype },
        }),
      );
      const node = { id: from.length, op, attributes, inputs: from.map(({ id }) => id), type, scope: '' } as GraphNode;
      return lowerGroup(lowering, { nodes: [node], inputs: from, results: [node.id] }, inputs)[0]!;
    };
  return Object.fromEntries(elementwiseOps.map((op) => [op, kernel(op)])) as Record<ElementwiseOp, SingleKernel>;
}
