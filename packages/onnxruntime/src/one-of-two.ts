import { sizeOf, type TensorType } from '@mosa-js/core';
import { type Kernel, sameShape } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

/** Elements from which on it pays. */
const fewestElements = 2 ** 12;

/**
 * The where op with one condition for all elements as an If, which copies the tensor that is chosen. Where of ONNX Runtime's CPU would
 * go through both, and once more through what it made of them.
 * @param plain for other conditions
 */
export function whereByIf(
  emit: Emitter,
  plain: Kernel<OnnxValue, 'where', TensorType>,
): Kernel<OnnxValue, 'where', TensorType> {
  return (inputs, attributes, output) => {
    const [condition, a, b] = inputs as [OnnxValue, OnnxValue, OnnxValue];
    const isWhole = [a, b].every(({ type }) => sameShape(type.shape, output.shape));
    if (sizeOf(condition.type.shape) !== 1 || !isWhole || sizeOf(output.shape) < fewestElements)
      return plain(inputs, attributes, output);
    emit.take('where: one of two, by If');
    const branch = (x: OnnxValue) => {
      const { nodes, result } = emit.apart(() => emit.node('Identity', [x], output));
      return {
        graph: { name: 'branch', inputs: [], initialisers: [], nodes, outputs: [{ ...result, isAnySize: true }] },
      };
    };
    const name = emit.name('If_where');
    const attributesOfIf = { then_branch: branch(a), else_branch: branch(b) };
    emit.add({ name, operator: 'If', inputs: [condition.name], outputs: [name], attributes: attributesOfIf });
    return { name, type: output };
  };
}
