import { sizeOf, type TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../dispatch';

/** A tensor of zeros. */
export function zeros(context: Context, output: TensorType): TfjsTensor {
  const size = sizeOf(output.shape);
  const code = `
    fn main(index: i32) {
      if (index < uniforms.count.x) { result[index] = ${output.dtype === 'float32' ? '0f' : '0i'}; }
    }`;
  const program = { key: 'zeros', inputs: [], uniforms: { count: [size, 0, 0, 0] }, code };
  return record(context, { ...program, workgroups: Math.ceil(size / 64) }, [], output);
}
