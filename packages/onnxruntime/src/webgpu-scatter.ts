import type { Kernel, Shape, TensorType } from '@mosa-js/core';
import type { Emitter } from './emitter';
import type { OnnxValue } from './onnx/model';
import { scatterRows } from './scatter';

/**
 * scatterAdd that gives equal bits in every run. The webgpu execution provider adds equal indices by atomics, in an
 * order up to chance, and float32 sums depend on their order. Not so sums of numbers that are all multiples of one power
 * of two and never need more than 24 bits of it: these are exact. So each update is cut into such parts, largest first,
 * and the parts are added apart (as in S. M. Rump, T. Ogita, S. Oishi, "Accurate floating-point summation", 2008). Only
 * sums, differences and products are used, which WGSL rounds correctly, and each in a node of its own, where no
 * compiler can simplify them away.
 */
export function reproducibleScatterAdd(emit: Emitter): Kernel<OnnxValue, 'scatterAdd', TensorType> {
  return ([indices, updates], _attributes, output) => {
    const [M, D] = updates!.type.shape as [number, number];
    const scatter = scatterRows(emit, indices!, D, output);
    if (output.dtype !== 'float32' || M === 1 || M > mostUpdates) return scatter(updates!, 'add');

    const binary = (operator: 'Add' | 'Sub' | 'Mul', a: OnnxValue, b: OnnxValue, shape: Shape) =>
      emit.node(operator, [a, b], { shape, dtype: 'float32' });
    const times = (x: OnnxValue, factor: number) => binary('Mul', x, emit.number(factor, 'float32'), x.type.shape);

    // The power of two at or below the largest |update| of each element, times 2 · count: q − (1 − 2⁻²⁴) q, rounded.
    const countBits = Math.ceil(Math.log2(M + 2));
    const largest = scatter(emit.node('Abs', [updates!], updates!.type), 'max'); // [rows, D]
    const q = times(largest, (2 ** 23 + 1) * 2 ** (countBits + 1));
    const power = binary('Sub', q, times(q, 1 - 2 ** -24), output.shape);
    let unit = emit.node('Gather', [power, indices!], updates!.type, { axis: { int: 0 } }); // [M, D]

    let rest = updates!;
    let total: OnnxValue | undefined;
    for (let height = countBits + 1; ; height += countBits - 24) {
      const part = binary('Sub', binary('Add', unit, rest, [M, D]), unit, [M, D]);
      const sum = scatter(part, 'add');
      total = total === undefined ? sum : binary('Add', total, sum, output.shape);
      if (height <= lowest) return total;
      rest = binary('Sub', rest, part, [M, D]);
      unit = times(unit, 2 ** (countBits - 24));
    }
  };
}

/** A unit of 2^height times the largest update leaves a rest of at most 2^(height − 24) of it; below 2⁻²⁴ nothing counts. */
const lowest = -1;

/** With more updates the parts get so short that there would be too many of them: then chance decides on the last bit. */
const mostUpdates = 2 ** 20;
