import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { zerosCode } from './fill.wgsl';

/** A tensor of zeros. */
export function zeros(lowering: Lowering, output: TensorType): Value {
  const size = sizeOf(output.shape);
  const program = {
    key: 'zeros',
    inputs: [],
    uniforms: { count: [size, 0, 0, 0] },
    code: zerosCode(output.dtype),
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(program, [], output);
}
