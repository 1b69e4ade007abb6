import { broadcastStrides, sizeOf, type TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../program';
import { simplify, walkCode, walkUniforms } from '../strides';

/**
 * One element of the result from one of each operand, broadcast as in NumPy. tfjs's own shaders take every element
 * through float32, which rounds integers above 2^24.
 * @param expression WGSL of the operands' elements `a`, `b`, `c`, in the element type of the result (bool is i32)
 * @param functions WGSL that the expression uses
 */
export function elementwise(
  context: Context,
  name: string,
  expression: string,
  operands: readonly TfjsTensor[],
  output: TensorType,
  functions = '',
): TfjsTensor {
  const names = ['a', 'b', 'c'].slice(0, operands.length);
  const strides = operands.map(({ shape }) => broadcastStrides(shape, output.shape));
  const walk = simplify({ sizes: output.shape, strides }, name);
  const size = sizeOf(output.shape);
  const code = `
    ${functions}
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${walkCode(walk.sizes.length, names, 'index')}
      ${names.map((x) => `let ${x} = ${x.toUpperCase()}[${x}At];`).join('\n')}
      result[index] = ${expression};
    }`;
  const program = {
    key: `${name} ${walk.sizes.length}`,
    inputs: names.map((x) => x.toUpperCase()),
    uniforms: { ...walkUniforms(walk, names), count: [size, 0, 0, 0] },
    code,
    workgroups: Math.ceil(size / 64),
  };
  return record(context, program, operands, output);
}
