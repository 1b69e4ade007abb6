import type { TensorType } from '@mosa-js/core';
import { decompositions, type Kernel, makeOps, type OpName } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { causalSelect } from './causal-select';
import { cumulativeSum } from './cumulative-sum';
import { drawToken } from './draw-token';
import type { Kernels, RareKernels } from './kernels';
import { inOrder } from './move';
import { fitsCausalSelect } from './rare-paths';
import { setRows } from './set-rows';
import { softmax } from './softmax';
import { topKValues } from './top-k';

/** Kernels that most programs do without, loaded with the first that has one of these ops. */
export function rareKernelsOf(lowering: Lowering, all: () => Kernels): RareKernels {
  return {
    cumulativeSum: ([x], _attributes, output) => cumulativeSum(lowering, x!, output),
    setRows: ([x, rows, values], _attributes, output) => setRows(lowering, x!, rows!, values!, output),
    softmax: ([x], _attributes, output) => softmax(lowering, x!, output),
    topKValues: ([x], { k }, output) => topKValues(lowering, x!, k, output),
    drawToken: (inputs, _attributes, output) => drawToken(lowering, inputs, output),
    causalSelect(inputs, options, output) {
      const { capacity } = options;
      if (capacity !== undefined && fitsCausalSelect(capacity, lowering.limits))
        return causalSelect(lowering, inputs, { ...options, capacity }, output);
      lowering.take('causal select: from primitives');
      return decompositions.causalSelect(opsOf(lowering, all()), inputs, options);
    },
  };
}

/** The tensor interface by these kernels. */
function opsOf(lowering: Lowering, kernels: Kernels) {
  return makeOps<Value>({
    typeOf: ({ shape, dtype }) => ({ shape, dtype }),
    apply: (op, inputs, attributes, output) =>
      (kernels[op] as Kernel<Value, OpName, TensorType>)(
        inputs.map((x) => inOrder(lowering, x)),
        attributes,
        output,
      ),
  });
}
