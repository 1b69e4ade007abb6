import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { blockSize, blocksCode, shortRowsCode } from './cumulative-sum.wgsl';
import { storedType } from './types.wgsl';

const longestShortRow = 32;

/** Inclusive running sum along the last axis: an invocation for each short row, a workgroup for each other, block by block. */
export function cumulativeSum(lowering: Lowering, x: Value, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  if (width === 1) {
    lowering.take('cumulativeSum of one element each: a view');
    return lowering.reshape(x, output);
  }
  const rows = x.size / width;
  const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
  const type = storedType(dtype);
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
  lowering.take(`cumulativeSum of ${dtype}: ${width <= blockSize ? 'one block' : 'several blocks'}`);
  const program = {
    key: 'cumulativeSum',
    inputs: ['A'],
    uniforms,
    code: () => blocksCode(type),
    workgroups: rows,
    workgroupSize: blockSize,
    meets: true,
  };
  return lowering.record(program, [x], output);
}
