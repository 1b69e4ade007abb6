import type { TensorType } from '@mosa-js/core';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

/**
 * ScatterElements into zeros of the output's shape, row m of the values going to row indices[m]. Indices int32 [M], values [M, D].
 * @param onto what is added to. Default: zeros
 * Not ScatterND, whose threads were seen to race on equal indices on the CPU (microsoft/onnxruntime#18048).
 */
export function scatterRows(emit: Emitter, indices: OnnxValue, width: number, output: TensorType, onto?: OnnxValue) {
  const M = indices.type.shape[0]!;
  const { dtype } = indices.type;
  const column = emit.node('Reshape', [indices, emit.int64([-1, 1])], { shape: [M, 1], dtype });
  // Repeated along the width; the column may have fewer elements than M.
  const places = emit.node('Expand', [column, emit.int64([1, width])], { shape: [M, width], dtype });
  const zeros = onto ?? emit.node('Expand', [emit.number(0, output.dtype), emit.int64(output.shape)], output);
  return (values: OnnxValue, reduction: 'add' | 'max'): OnnxValue =>
    emit.node('ScatterElements', [zeros, places, values], output, {
      axis: { int: 0 },
      reduction: { string: reduction },
    });
}
