import { sizeOf } from '@mosa-js/core';
import { broadcastStrides, type OpAttributes } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../../runtime/lowering';
import { placeOf } from '../move';
import { simplify, walkUniforms } from '../strides';
import { inVectors } from '../vectors';
import { rotaryCode } from './rotary.wgsl';

/** Rotary position embedding in one dispatch: rows and tables are read where they lie, and nothing of them is copied. */
export function rotary(
  lowering: Lowering,
  inputs: readonly Value[],
  { width, inverse }: OpAttributes['rotary'],
): Value {
  const [x, cos, sin, positions] = inputs as [Value, Value, Value, Value?];
  const d = x.shape.at(-1)!;
  const rows = x.shape.slice(0, -1);
  const half = width / 2;
  const { of, start, strides } = placeOf(x);
  const fits = [d, half, start, ...strides.slice(0, -1)].every((number) => number % 4 === 0) && strides.at(-1) === 1;
  const vector = fits ? 4 : 1;
  // How rows of x and positions are walked, where they are not simply the next.
  const walked: Record<string, readonly number[]> = {
    ...(x.box ? { from: strides.slice(0, -1) } : {}),
    ...(positions ? { place: broadcastStrides(positions.shape, rows) } : {}),
  };
  const names = Object.keys(walked);
  const walk = simplify({ sizes: rows, strides: Object.values(walked) }, 'rotary');
  const axes = names.length > 0 ? walk.sizes.length : 0;
  const size = sizeOf(x.shape) / vector;
  lowering.take(`rotary: by ${positions ? 'positions' : 'place'}, ${inVectors(vector)}`);
  lowering.take(`rotary: rows ${x.box ? 'where they lie' : 'one after another'}`);
  const dispatch = {
    key: `rotary ${names} ${axes} ${inverse} ${vector} ${strides.at(-1)}`,
    inputs: ['X', 'cosines', 'sines', ...(positions ? ['places'] : [])],
    components: [vector, vector, vector, ...(positions ? [1] : [])],
    outputComponents: vector,
    uniforms: {
      count: [size, d / vector, half / vector, cos.shape[0]!],
      begin: [start / vector, strides.at(-1)!, 0, 0],
      ...(axes > 0 ? walkUniforms(walk, names) : {}),
    },
    code: () => rotaryCode({ names, axes, inverse, vector }),
    workgroups: Math.ceil(size / 64),
  };
  return lowering.record(dispatch, [of, cos, sin, ...(positions ? [positions] : [])], x);
}
