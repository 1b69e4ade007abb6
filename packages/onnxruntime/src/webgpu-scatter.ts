import type { DType, Shape, TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { OnnxPath } from './code-paths';
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
    emit.take(pathOf(M, output.dtype));
    if (output.dtype !== 'float32' || M === 1 || M > maxUpdates) return scatter(updates!, 'add');

    const binary = (operator: 'Add' | 'Sub' | 'Mul', a: OnnxValue, b: OnnxValue, shape: Shape) =>
      emit.node(operator, [a, b], { shape, dtype: 'float32' });
    const times = (x: OnnxValue, factor: number) => binary('Mul', x, emit.number(factor, 'float32'), x.type.shape);
    const zero = emit.number(0, 'float32');
    /** Which elements of a and b compare so become those of the first branch, the others those of the second. */
    const choose = (operator: 'Greater' | 'Equal', a: OnnxValue, b: OnnxValue, branches: OnnxValue[], shape: Shape) =>
      emit.node('Where', [emit.node(operator, [a, b], { shape, dtype: 'bool' }), ...branches], {
        shape,
        dtype: 'float32',
      });

    // The power of two at or below the largest |update| of each element, times 2 · count: q − (1 − 2⁻²⁴) q, rounded.
    const countBits = countBitsOf(M);
    const largest = scatter(emit.node('Abs', [updates!], updates!.type), 'max'); // [rows, D]
    const q = times(largest, (2 ** 23 + 1) * 2 ** (countBits + 1));
    const power = binary('Sub', q, times(q, 1 - 2 ** -24), output.shape);
    // Where q would overflow, updates are infinite or nearly so: with a unit of 0 the first part is all of each update.
    const roof = emit.number(2 ** (102 - countBits), 'float32');
    const units = choose('Greater', roof, largest, [power, zero], output.shape);
    let unit = emit.node('Gather', [units, indices!], updates!.type, { axis: { int: 0 } }); // [M, D]

    let rest = updates!;
    let total: OnnxValue | undefined;
    for (let height = countBits + 1; ; height += countBits - 24) {
      const part = binary('Sub', binary('Add', unit, rest, [M, D]), unit, [M, D]);
      const sum = scatter(part, 'add');
      total = total === undefined ? sum : binary('Add', total, sum, output.shape);
      if (height <= lowest) return total;
      const left = binary('Sub', rest, part, [M, D]);
      // ∞ − ∞ is no rest; after the first part there is no infinity left.
      rest = rest === updates ? choose('Equal', rest, part, [zero, left], [M, D]) : left;
      unit = times(unit, 2 ** (countBits - 24));
    }
  };
}

/** Bits that a sum of so many numbers can be longer than the longest of them. */
function countBitsOf(updates: number): number {
  return Math.ceil(Math.log2(updates + 2));
}

function pathOf(updates: number, dtype: DType): OnnxPath {
  if (dtype !== 'float32') return 'scatterAdd: int32';
  if (updates === 1) return 'scatterAdd: one update';
  if (updates > maxUpdates) return 'scatterAdd: too many updates for parts';
  const countBits = countBitsOf(updates);
  const parts = 1 + Math.ceil((countBits + 1 - lowest) / (24 - countBits));
  return parts === 2 ? 'scatterAdd: 2 parts' : parts === 3 ? 'scatterAdd: 3 parts' : 'scatterAdd: 4 to 7 parts';
}

/** A unit of 2^height times the largest update leaves a rest of at most 2^(height − 24) of it; below 2⁻²⁴ nothing counts. */
const lowest = -1;

/** With more updates the parts get so short that there would be more than 7: then chance decides on the last bit. */
const maxUpdates = 2 ** 20 - 2;
