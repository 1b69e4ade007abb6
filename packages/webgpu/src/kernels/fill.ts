import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';

/** A tensor of zeros. */
export function zeros(lowering: Lowering, output: TensorType): Value {
  const size = sizeOf(output.shape);
  const code = `
    fn main(index: i32) {
      if (index < uniforms.count.x) { result[index] = ${output.dtype === 'float32' ? '0f' : '0i'}; }
    }`;
  const program = { key: 'zeros', inputs: [], uniforms: { count: [size, 0, 0, 0] }, code };
  return lowering.record({ ...program, workgroups: Math.ceil(size / 64) }, [], output);
}
