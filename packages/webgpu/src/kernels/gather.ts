import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { gatherCode } from './gather.wgsl';
import { componentsOf } from './rows';

/** result[i…] = x[indices[i…]]. x [R, ...S], int32 indices [...I] → [...I, ...S]. Zeros where the row is out of range. */
export function gather(lowering: Lowering, x: Value, indices: Value, output: TensorType): Value {
  const rows = x.shape[0]!;
  const vector = componentsOf(x.size / rows);
  const size = sizeOf(output.shape) / vector;
  lowering.take(vector === 4 ? 'gather: in vectors' : 'gather: one by one');
  const code = gatherCode(x.dtype, vector);
  const uniforms = { count: [size, x.size / rows / vector, rows, 0] };
  const program = { key: `gather ${vector}`, inputs: ['A', 'indices'], components: [vector, 1], uniforms, code };
  const outputs = { outputComponents: vector, workgroups: Math.ceil(size / 64) };
  return lowering.record({ ...program, ...outputs }, [x, indices], output);
}
