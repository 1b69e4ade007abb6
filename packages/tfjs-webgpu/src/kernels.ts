import type { KernelTable, TensorType } from '@mosa-js/core';
import { type Tfjs, type TfjsTensor, tfjsKernels } from '@mosa-js/tfjs';
import { cumulativeSum } from './kernels/cumulative-sum';
import { elementwiseKernels } from './kernels/elementwise/single';
import { fitsMatMul, matMul } from './kernels/mat-mul/mat-mul';
import { concat, slice, transpose } from './kernels/move';
import { reduceInt, sumInParts } from './kernels/reduce';
import { gather, scatterAdd } from './kernels/rows';
import { select, selectWorkgroup } from './kernels/select';
import type { DeviceBackend } from './library';

type Kernels = KernelTable<TfjsTensor, TensorType>;

/**
 * Every op of the tensor interface on a WebGPU device: tfjs's kernels where they are right, ours where they are not.
 * tfjs takes the elements and row numbers of int32 and bool through float32, which rounds above 2^24, and some of its
 * shaders do not compile for them at all. So nothing of type int32 or bool is left to it that is not a matter of 0 and 1.
 */
export function tfjsWebgpuKernels(lib: Tfjs, backend: DeviceBackend): Kernels {
  const context = { lib, backend };
  const theirs = tfjsKernels(lib);
  const hasRoom = fitsMatMul(backend.device.limits);
  const isFloat = (x: TfjsTensor | undefined) => x!.dtype === 'float32';

  const kernels: Kernels = {
    ...theirs,
    ...elementwiseKernels(context),
    // tfjs's tiles matrices, where neighbours change places; elsewhere rows are moved whole.
    transpose: (inputs, attributes, output) =>
      isFloat(inputs[0]) && output.shape.length === 2
        ? theirs.transpose(inputs, attributes, output)
        : transpose(context, inputs[0]!, attributes.permutation, output),
    concat: (inputs, { axis }, output) => concat(context, inputs, axis, output),
    slice: ([x], { begin }, output) => slice(context, x!, begin, output),
    matMul: (inputs, attributes, output) => {
      const ours = hasRoom ? matMul(context, inputs, attributes, output) : undefined;
      if (ours) return ours;
      const { thresholdToIncreaseWorkgroups } = backend;
      const inner = inputs[0]!.shape.at(attributes.transposeA ? -2 : -1)!;
      // Long products of small results tfjs splits up and adds by atomics, in an order that changes from run to run.
      if (inner >= 2000) backend.thresholdToIncreaseWorkgroups = 0;
      try {
        return theirs.matMul(inputs, attributes, output);
      } finally {
        backend.thresholdToIncreaseWorkgroups = thresholdToIncreaseWorkgroups;
      }
    },
    sum: ([x], attributes, output) => {
      if (!isFloat(x)) return reduceInt(context, 'sum', x!, attributes.axes, output);
      const parts = attributes.axes.length === x!.shape.length ? sumInParts(context, x!) : undefined;
      if (!parts) return theirs.sum([x!], attributes, output);
      const total = theirs.sum([parts], { axes: [0], keepDims: false }, { shape: [], dtype: 'float32' });
      parts.dispose();
      if (output.shape.length === 0) return total;
      const shaped = lib.reshape(total, [...output.shape]);
      total.dispose();
      return shaped;
    },
    max: (inputs, attributes, output) =>
      isFloat(inputs[0])
        ? theirs.max(inputs, attributes, output)
        : reduceInt(context, 'max', inputs[0]!, attributes.axes, output),
    cumulativeSum: ([x], _attributes, output) => cumulativeSum(context, x!, output),
    gather: ([x, indices], _attributes, output) => gather(context, x!, indices!, output),
    scatterAdd: ([indices, updates], { rows }, output) => scatterAdd(context, indices!, updates!, rows, output),
    // Of a row of one element tfjs hands out the operand itself, to be freed twice.
    topK: (inputs, attributes, output) =>
      inputs[0]!.shape.at(-1) === 1 ? lib.clone(inputs[0]!) : theirs.topK(inputs, attributes, output),
  };
  if (selectWorkgroup(backend.device.limits) === undefined) return kernels;
  return {
    ...kernels,
    select: ([logits, valid], { k }, output) => select(context, logits!, k, valid, output),
  };
}
