import type { TensorType } from '@mosa-js/core';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';

/**
 * ScatterElements into zeros of the output's shape, row m of the values going to row indices[m]. Indices int32 [M], values [M, D].
 * Not ScatterND, whose threads were seen to race on equal indices on the CPU (microsoft/onnxruntime#18048).
 */
export function scatterRows(emit: Emitter, indices: OnnxValue, width: number, output: TensorType) {
  const M = indices.type.shape[0]!;
  const column = emit.node('Reshape', [indices, emit.int64([M, 1])], { shape: [M, 1], dtype: 'int32' });
  const places = emit.node('Expand', [column, emit.int64([M, width])], { shape: [M, width], dtype: 'int32' });
  const zeros = emit.node('Expand', [emit.number(0, output.dtype), emit.int64(output.shape)], output);
  return (values: OnnxValue, reduction: 'add' | 'max'): OnnxValue =>
    emit.node('ScatterElements', [zeros, places, values], output, {
      axis: { int: 0 },
      reduction: { string: reduction },
    });
}
