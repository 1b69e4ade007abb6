import type { TensorType } from '@mosa-js/core';
import { type Kernel, type KernelTable, makeOps, type OpName, setRowsByGather } from '@mosa-js/core/adapter';
import type { OnnxValue } from './onnx/model';

/**
 * setRows by the other ops. ScatterND takes row numbers as int64 alone, which the GPU has not, and ends the run where one is
 * out of range.
 * @param kernels of the target, asked for when the op is written
 */
export function setRowsBy(
  kernels: () => Omit<KernelTable<OnnxValue, TensorType>, 'setRows'>,
): Kernel<OnnxValue, 'setRows', TensorType> {
  const ops = makeOps<OnnxValue>({
    typeOf: ({ type }) => type as TensorType,
    apply: (op, inputs, attributes, output) =>
      (kernels()[op as 'neg'] as Kernel<OnnxValue, OpName, TensorType>)(inputs, attributes, output),
  });
  return ([x, rows, values]) => setRowsByGather(ops, x!, rows!, values!);
}
