import { workgroupNumber } from '../runtime/dispatch';

/** Lanes of a workgroup, each with one element of a block. */
export const blockSize = 256;

/** WGSL with an invocation for each row. */
export function shortRowsCode(type: string): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let start = index * uniforms.count.y;
      var sum = ${type}(0);
      for (var at = start; at < start + uniforms.count.y; at++) {
        sum += A[at];
        result[at] = sum;
      }
    }`;
}

/** WGSL with a workgroup for each row, block by block. */
export function blocksCode(type: string): string {
  return `
    var<workgroup> sums: array<${type}, ${2 * blockSize}>;
    fn main(index: i32) {
      let lane = i32(localIndex);
      let group = ${workgroupNumber};
      let row = min(group, uniforms.count.x - 1);
      let inside = group < uniforms.count.x;
      let width = uniforms.count.y;
      var before = ${type}(0);
      for (var start = 0; start < width; start += ${blockSize}) {
        let at = start + lane;
        var value = ${type}(0);
        if (at < width) { value = A[row * width + at]; }
        sums[lane] = value;
        workgroupBarrier();
        // Each step reads one half of the array and writes the other.
        var half = 0;
        for (var step = 1; step < ${blockSize}; step *= 2) {
          if (lane >= step) { value += sums[half + lane - step]; }
          half = ${blockSize} - half;
          sums[half + lane] = value;
          workgroupBarrier();
        }
        if (at < width && inside) { result[row * width + at] = before + value; }
        before += sums[half + ${blockSize - 1}];
        workgroupBarrier();
      }
    }`;
}
