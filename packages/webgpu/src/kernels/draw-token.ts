import type { TensorType } from '@mosa-js/core';
import type { DrawOptions } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { drawShader } from './draw-token.wgsl';
import { drawLanes } from './draw-token-size';

/** The draw in one program. Work: V a row, some 11 times, or 33 times with topK and topP. */
export function drawToken(
  lowering: Lowering,
  inputs: readonly Value[],
  { temperature, topK, topP = 1 }: DrawOptions,
  output: TensorType,
): Value {
  const width = inputs[0]!.shape.at(-1)!;
  const rows = inputs[0]!.size / width;
  const kept = temperature === 0 ? 1 : Math.min(topK ?? width, width);
  lowering.take('draw token: by digits of keys');
  // Uniforms are integers: these are looked at by their bits. Far above what logits differ by, all temperatures are one.
  const bits = new Int32Array(Float32Array.of(Math.min(temperature, 1e36), topP).buffer);
  const program = {
    key: 'draw token',
    inputs: ['logits', 'random'],
    uniforms: { count: [rows, width, kept, 0], draw: [bits[0]!, bits[1]!, 0, 0] },
    code: drawShader,
    workgroups: rows,
    workgroupSize: drawLanes,
    meets: true,
  };
  return lowering.record(program, inputs, output);
}
