import type { DType, TensorType } from '@mosa-js/core';
import {
  type CodePaths,
  decompositions,
  type Kernel,
  type KernelTable,
  makeOps,
  type OpName,
} from '@mosa-js/core/adapter';
import { type Tfjs, type TfjsTensor, tfjsKernels } from '@mosa-js/tfjs';
import type { Context } from './dispatch';
import { causalSelect, fitsCausalSelect } from './kernels/causal-select';
import { cumulativeSum } from './kernels/cumulative-sum';
import { elementwiseKernels } from './kernels/elementwise/single';
import { matMul } from './kernels/mat-mul/mat-mul';
import { concat, slice, transpose } from './kernels/move';
import { reduce } from './kernels/reduce';
import { gather, scatterAdd, setRows } from './kernels/rows';
import { select, selectWorkgroup } from './kernels/select';
import { softmax } from './kernels/softmax';
import { topKValues } from './kernels/top-k';
import type { DeviceBackend } from './library';
import { codePaths } from './paths';

type Kernels = KernelTable<TfjsTensor, TensorType>;

/**
 * Every op of the tensor interface on a WebGPU device, by kernels of our own. tfjs keeps the tensors, uploads constants and
 * reshapes; its kernels are not used: they round int32, write beyond the end where a dispatch has more workgroups than one
 * dimension holds, and lose NaN.
 */
export function tfjsWebgpuKernels(lib: Tfjs, backend: DeviceBackend): Kernels {
  return kernelsOf(createContext(lib, backend, false));
}

/** What kernels need of a device, and a record of the paths that they take. */
export interface DeviceContext extends Context {
  readonly paths: CodePaths;
}

/** @param isSoftware whether the CPU does the device's work, on as many workgroups at a time as it has cores */
export function createContext(lib: Tfjs, backend: DeviceBackend, isSoftware: boolean): DeviceContext {
  const paths = codePaths(backend.device.limits, isSoftware);
  return { lib, backend, enoughWorkgroups: isSoftware ? 2 : 256, paths, take: paths.take };
}

export function kernelsOf(context: Context): Kernels {
  const { constant, reshape } = tfjsKernels(context.lib);
  const kernels: Kernels = {
    constant,
    reshape,
    ...elementwiseKernels(context),
    transpose: ([x], { permutation }, output) => transpose(context, x!, permutation, output),
    concat: (inputs, { axis }, output) => concat(context, inputs, axis, output),
    slice: ([x], { begin }, output) => slice(context, x!, begin, output),
    matMul: (inputs, attributes, output) => matMul(context, inputs, attributes, output),
    sum: ([x], { axes }, output) => reduce(context, 'sum', x!, axes, output),
    max: ([x], { axes }, output) => reduce(context, 'max', x!, axes, output),
    softmax: ([x], _attributes, output) => softmax(context, x!, output),
    cumulativeSum: ([x], _attributes, output) => cumulativeSum(context, x!, output),
    gather: ([x, indices], _attributes, output) => gather(context, x!, indices!, output),
    scatterAdd: ([indices, updates], { rows }, output) => scatterAdd(context, indices!, updates!, rows, output),
    setRows: ([x, rows, values], _attributes, output) => setRows(context, x!, rows!, values!, output),
    topKValues: ([x], { k }, output) => topKValues(context, x!, k, output),
  };
  const { limits } = context.backend.device;
  return {
    ...kernels,
    ...(selectWorkgroup(limits) === undefined
      ? {}
      : {
          selectIndices: ([logits, valid]: readonly TfjsTensor[], { k }: { readonly k: number }, output: TensorType) =>
            select(context, logits!, k, valid, output),
        }),
    causalSelect(inputs, options, output) {
      const { capacity } = options;
      if (capacity !== undefined && fitsCausalSelect(capacity, limits))
        return causalSelect(context, inputs, { ...options, capacity }, output);
      context.take('causal select: from primitives');
      return context.lib.tidy(() => decompositions.causalSelect(opsOf(kernels), inputs, options));
    },
  };
}

/** The tensor interface by these kernels, at once. */
function opsOf(kernels: Kernels) {
  return makeOps<TfjsTensor>({
    typeOf: (x) => ({ shape: x.shape, dtype: x.dtype as DType }),
    apply: (op, inputs, attributes, output) =>
      (kernels[op] as Kernel<TfjsTensor, OpName, TensorType>)(inputs, attributes, output),
  });
}
