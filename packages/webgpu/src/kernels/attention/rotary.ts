import { sizeOf } from '@mosa-js/core';
import type { OpAttributes } from '@mosa-js/core/adapter';
import { broadcastStrides } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { simplify, walkUniforms } from '../strides';
import { inVectors } from '../vectors';
import { rotaryCode } from './rotary.wgsl';

/** Rotary position embedding in one dispatch: tables are read where positions say, and nothing of them is copied. */
export function rotary(
  lowering: Lowering,
  inputs: readonly Value[],
  { width, inverse }: OpAttributes['rotary'],
): Value {
  const [x, cos, , positions] = inputs as [Value, Value, Value, Value?];
  const d = x.shape.at(-1)!;
  const rows = x.shape.slice(0, -1);
  const half = width / 2;
  const vector = d % 4 === 0 && half % 4 === 0 ? 4 : 1;
  const walk = positions && simplify({ sizes: rows, strides: [broadcastStrides(positions.shape, rows)] }, 'rotary');
  const axes = walk?.sizes.length;
  const size = sizeOf(x.shape) / vector;
  lowering.take(`rotary: by ${positions ? 'positions' : 'place'}, ${inVectors(vector)}`);
  const dispatch = {
    key: `rotary ${axes} ${inverse} ${vector}`,
    inputs: ['X', 'cosines', 'sines', ...(positions ? ['places'] : [])],
    components: [vector, vector, vector, ...(positions ? [1] : [])],
    outputComponents: vector,
    uniforms: {
      count: [size, d / vector, half / vector, cos.shape[0]!],
      ...(walk ? walkUniforms(walk, ['place']) : {}),
    },
    code: () => rotaryCode(axes, inverse),
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(dispatch, inputs, x);
}
