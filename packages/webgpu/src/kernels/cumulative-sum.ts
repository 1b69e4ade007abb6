import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { blocksCode, shortRowsCode, size } from './cumulative-sum.wgsl';

const longestShortRow = 32;

/** Inclusive running sum along the last axis: an invocation for each short row, a workgroup for each other, block by block. */
export function cumulativeSum(lowering: Lowering, x: Value, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
  const type = dtype === 'float32' ? 'f32' : 'i32';
  const uniforms = { count: [rows, width, 0, 0] };
  if (width <= longestShortRow) {
    lowering.take(`cumulativeSum of ${dtype}: an invocation for each row`);
    const program = {
      key: 'cumulativeSum short',
      inputs: ['A'],
      uniforms,
      code: shortRowsCode(type),
      workgroups: Math.ceil(rows / 64),
    };
    return lowering.record(program, [x], output);
  }
  lowering.take(`cumulativeSum of ${dtype}: ${width <= size ? 'one block' : 'several blocks'}`);
  const program = {
    key: 'cumulativeSum',
    inputs: ['A'],
    uniforms,
    code: () => blocksCode(type),
    workgroupSize: size,
    meets: true,
  };
  return lowering.record({ ...program, workgroups: rows }, [x], output);
}
