import type { TensorType } from '@mosa-js/core';
import { workgroupNumber } from '../runtime/dispatch';
import type { Lowering, Value } from '../runtime/lowering';

const longestShortRow = 32;
const size = 256;

/** Inclusive running sum along the last axis: an invocation for each short row, a workgroup for each other, block by block. */
export function cumulativeSum(lowering: Lowering, x: Value, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
  const type = dtype === 'float32' ? 'f32' : 'i32';
  const uniforms = { count: [rows, width, 0, 0] };
  if (width <= longestShortRow) {
    lowering.take(`cumulativeSum of ${dtype}: an invocation for each row`);
    const code = `
      fn main(index: i32) {
        if (index >= uniforms.count.x) { return; }
        let start = index * uniforms.count.y;
        var sum = ${type}(0);
        for (var at = start; at < start + uniforms.count.y; at++) {
          sum += A[at];
          result[at] = sum;
        }
      }`;
    const program = { key: 'cumulativeSum short', inputs: ['A'], uniforms, code, workgroups: Math.ceil(rows / 64) };
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

function blocksCode(type: string): string {
  return `
    var<workgroup> sums: array<${type}, ${2 * size}>;
    fn main(index: i32) {
      let lane = i32(localIndex);
      let group = ${workgroupNumber};
      let row = min(group, uniforms.count.x - 1);
      let inside = group < uniforms.count.x;
      let width = uniforms.count.y;
      var before = ${type}(0);
      for (var start = 0; start < width; start += ${size}) {
        let at = start + lane;
        var value = ${type}(0);
        if (at < width) { value = A[row * width + at]; }
        sums[lane] = value;
        workgroupBarrier();
        // Each step reads one half of the array and writes the other.
        var half = 0;
        for (var step = 1; step < ${size}; step *= 2) {
          if (lane >= step) { value += sums[half + lane - step]; }
          half = ${size} - half;
          sums[half + lane] = value;
          workgroupBarrier();
        }
        if (at < width && inside) { result[row * width + at] = before + value; }
        before += sums[half + ${size - 1}];
        workgroupBarrier();
      }
    }`;
}
