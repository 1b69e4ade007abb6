import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { gatherCode } from './gather.wgsl';
import { storedType } from './types.wgsl';
import { componentsOf, inVectors } from './vectors';

export const gatherPaths = ['gather: one by one', 'gather: in vectors', 'gather: by who reads it'] as const;

/** result[i…] = x[indices[i…]]. x [R, ...S], int32 indices [...I] → [...I, ...S]. Zeros where the row is out of range. */
export function gather(lowering: Lowering, x: Value, indices: Value, output: TensorType): Value {
  const rows = x.shape[0]!;
  const vector = componentsOf(x.size / rows);
  const size = sizeOf(output.shape) / vector;
  lowering.take(`gather: ${inVectors(vector)}`);
  const program = {
    key: `gather ${vector}`,
    inputs: ['A', 'indices'],
    components: [vector, 1],
    outputComponents: vector,
    uniforms: { count: [size, x.size / rows / vector, rows, 0] },
    code: gatherCode(storedType(x.dtype, vector)),
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(program, [x, indices], output);
}

/** The same where all who read the result find its rows where they are. */
export function pick(lowering: Lowering, x: Value, indices: Value, output: TensorType): Value {
  lowering.take('gather: by who reads it');
  return { ...x, ...output, size: sizeOf(output.shape), picked: { of: x, rows: indices } };
}
