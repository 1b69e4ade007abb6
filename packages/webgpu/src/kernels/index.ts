import type { TensorType } from '@mosa-js/core';
import { decompositions, type Kernel, type KernelTable, makeOps, type OpName } from '@mosa-js/core/adapter';
import type { Limits, Lowering, Value } from '../runtime/lowering';
import { causalSelect, fitsCausalSelect } from './causal-select';
import { cumulativeSum } from './cumulative-sum';
import { elementwiseKernels } from './elementwise/single';
import { matMul } from './mat-mul/mat-mul';
import { concat, slice, transpose } from './move';
import { reduce } from './reduce';
import { gather, scatterAdd, setRows } from './rows';
import { select, selectWorkgroup } from './select';
import { softmax } from './softmax';
import { topKValues } from './top-k';

export type Kernels = KernelTable<Value, TensorType>;

/** Fused ops that are lowered whole on a device of these limits. */
export function fusedOpsOf(limits: Limits): readonly ('selectIndices' | 'causalSelect')[] {
  return selectWorkgroup(limits) === undefined ? ['causalSelect'] : ['selectIndices', 'causalSelect'];
}

/** Every op of the tensor interface as dispatches that are taken down in `lowering`. */
export function kernelsOf(lowering: Lowering): Kernels {
  const kernels: Kernels = {
    constant: (_inputs, { data }, output) => lowering.constant(data, output),
    reshape: ([x], _attributes, output) => lowering.reshape(x!, output),
    ...elementwiseKernels(lowering),
    transpose: ([x], { permutation }, output) => transpose(lowering, x!, permutation, output),
    concat: (inputs, { axis }, output) => concat(lowering, inputs, axis, output),
    slice: ([x], { begin }, output) => slice(lowering, x!, begin, output),
    matMul: (inputs, attributes, output) => matMul(lowering, inputs, attributes, output),
    sum: ([x], { axes }, output) => reduce(lowering, 'sum', x!, axes, output),
    max: ([x], { axes }, output) => reduce(lowering, 'max', x!, axes, output),
    softmax: ([x], _attributes, output) => softmax(lowering, x!, output),
    cumulativeSum: ([x], _attributes, output) => cumulativeSum(lowering, x!, output),
    gather: ([x, indices], _attributes, output) => gather(lowering, x!, indices!, output),
    scatterAdd: ([indices, updates], { rows }, output) => scatterAdd(lowering, indices!, updates!, rows, output),
    setRows: ([x, rows, values], _attributes, output) => setRows(lowering, x!, rows!, values!, output),
    topKValues: ([x], { k }, output) => topKValues(lowering, x!, k, output),
  };
  return {
    ...kernels,
    selectIndices: ([logits, valid], { k }, output) => select(lowering, logits!, k, valid, output),
    causalSelect(inputs, options, output) {
      const { capacity } = options;
      if (capacity !== undefined && fitsCausalSelect(capacity, lowering.limits))
        return causalSelect(lowering, inputs, { ...options, capacity }, output);
      lowering.take('causal select: from primitives');
      return decompositions.causalSelect(opsOf(kernels), inputs, options);
    },
  };
}

/** The tensor interface by these kernels. */
function opsOf(kernels: Kernels) {
  return makeOps<Value>({
    typeOf: ({ shape, dtype }) => ({ shape, dtype }),
    apply: (op, inputs, attributes, output) =>
      (kernels[op] as Kernel<Value, OpName, TensorType>)(inputs, attributes, output),
  });
}
