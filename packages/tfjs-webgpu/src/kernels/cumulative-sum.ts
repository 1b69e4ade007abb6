import type { TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../program';

const size = 256;

/**
 * Inclusive running sum along the last axis, a workgroup for each row and 256 elements at a time. tfjs's takes log2 N
 * programs, and integers through float32.
 */
export function cumulativeSum(context: Context, x: TfjsTensor, output: TensorType): TfjsTensor {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  const type = x.dtype === 'float32' ? 'f32' : 'i32';
  const code = `
    var<workgroup> sums: array<${type}, ${2 * size}>;
    fn main(index: i32) {
      let lane = index % ${size};
      let row = min(index / ${size}, uniforms.count.x - 1);
      let inside = index / ${size} < uniforms.count.x;
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
  const uniforms = { count: [rows, width, 0, 0] };
  const program = { key: `cumulativeSum ${type}`, inputs: ['A'], uniforms, code, workgroupSize: size };
  return record(context, { ...program, workgroups: rows }, [x], output);
}
