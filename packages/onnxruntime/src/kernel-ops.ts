import type { TensorOps, TensorType } from '@mosa-js/core';
import { type Kernel, type KernelTable, makeOps, type OpName, setRowsByGather } from '@mosa-js/core/adapter';
import type { OnnxValue } from './onnx/model';

/** Kernels, asked for when an op is written, since those who ask are among them. */
type Kernels = () => Omit<KernelTable<OnnxValue, TensorType>, 'setRows'>;

/** The tensor interface by the kernels of a target. */
export function kernelOps(kernels: Kernels): TensorOps<OnnxValue> {
  return makeOps<OnnxValue>({
    typeOf: ({ type }) => type as TensorType,
    apply: (op, inputs, attributes, output) =>
      (kernels()[op as 'neg'] as Kernel<OnnxValue, OpName, TensorType>)(inputs, attributes, output),
  });
}

/** setRows by the other ops. ScatterND takes row numbers as int64 alone, which the GPU has not, and ends the run where one is out of range. */
export function setRowsBy(kernels: Kernels): Kernel<OnnxValue, 'setRows', TensorType> {
  const ops = kernelOps(kernels);
  return ([x, rows, values]) => setRowsByGather(ops, x!, rows!, values!);
}
