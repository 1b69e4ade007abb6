import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { drawShader } from './draw-token.wgsl';
import { drawLanes } from './draw-token-size';

/** The draw in one program. Work: V a row, some 11 times, or 33 times with topK and topP. */
export function drawToken(lowering: Lowering, inputs: readonly Value[], output: TensorType): Value {
  const width = inputs[0]!.shape.at(-1)!;
  const rows = inputs[0]!.size / width;
  lowering.take('draw token: by digits of keys');
  const program = {
    key: 'draw token',
    inputs: ['logits', 'random', 'sampling'],
    uniforms: { count: [rows, width, 0, 0] },
    code: drawShader,
    workgroups: rows,
    workgroupSize: drawLanes,
    meets: true,
  };
  return lowering.record(program, inputs, output);
}
