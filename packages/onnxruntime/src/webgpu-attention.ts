import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import { decompositions, type Kernel, type KernelTable, sameShape, withoutSpill } from '@mosa-js/core/adapter';
import type { Emitter } from './emitter';
import { kernelOps } from './kernel-ops';
import type { OnnxValue } from './onnx/model';

/** Whether MultiHeadAttention can stand for an attention op: it takes heads of one width, in whole vectors of 4, all of them there. */
export function isForOperator(operands: readonly OnnxValue[], { causal }: Pick<AttentionOptions, 'causal'>): boolean {
  const [q, k, v] = operands.map(({ type }) => type.shape);
  return operands.length === 3 && causal && sameShape(q!, k!) && sameShape(k!, v!) && q!.at(-1)! % 4 === 0;
}

/**
 * Causal attention by ONNX Runtime's own MultiHeadAttention, which writes no scores. Each head is a sequence of its own to it.
 * @param kernels for what it cannot stand for, and for what is not finite
 */
export function attentionByOperator(
  emit: Emitter,
  kernels: () => KernelTable<OnnxValue, TensorType>,
): Kernel<OnnxValue, 'attention', TensorType> {
  const ops = kernelOps(kernels);
  return (operands, options, output) => {
    if (!isForOperator(operands, options)) {
      emit.take('attention: from primitives');
      return decompositions.attention(ops, operands, options);
    }
    emit.take('attention: by MultiHeadAttention');
    const [q, k, v] = operands as [OnnxValue, OnnxValue, OnnxValue];
    const { keys, values } = withoutSpill(ops, k, v);
    const [N, d] = output.shape.slice(-2) as [number, number];
    const flat = [q, keys, values].map((x) => ops.reshape(x, [sizeOf(output.shape) / (N * d), N, d]));
    const attended = emit.ownNode('MultiHeadAttention', flat, flat[0]!.type, {
      num_heads: { int: 1 },
      unidirectional: { int: 1 },
      scale: { float: options.scale },
    });
    return ops.reshape(attended, output.shape);
  };
}
