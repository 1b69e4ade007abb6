import type { TensorType } from '@mosa-js/core';
import type { Kernel, KernelTable, OpName } from '@mosa-js/core/adapter';
import { type RefTensor, referenceKernels } from '@mosa-js/reference';

export type Kernels = KernelTable<RefTensor, TensorType>;

/** Rounds every float32 result of every op, as a device that computes in float32 would at best. */
export function inFloat32(kernels: Kernels): Kernels {
  const rounded = Object.entries(kernels).map(([op, kernel]) => {
    const run = kernel as unknown as Kernel<RefTensor, OpName, TensorType>;
    const narrow: typeof run = (inputs, attributes, output) => {
      const result = run(inputs, attributes, output);
      // By way of an array of that class, which is many times as fast as a function for each element.
      return result.dtype === 'float32' ? { ...result, data: new Float64Array(new Float32Array(result.data)) } : result;
    };
    return [op, narrow];
  });
  return Object.fromEntries(rounded) as Kernels;
}

/** The primitives alone: fused ops run by their decomposition. */
export function primitivesOnly({
  selectIndices: _,
  attention: __,
  causalSelect: ___,
  drawToken: ____,
  ...kernels
}: Kernels): Kernels {
  return kernels;
}

export const exact: Kernels = referenceKernels;
