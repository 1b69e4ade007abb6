import { workgroupNumber } from '../runtime/dispatch';

export type ReductionKind = 'sum' | 'max';

const join = (kind: ReductionKind, a: string, b: string) => (kind === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`);

/** Uniforms: count (elements, sums side by side). */
export const partsCode = (components: 1 | 4) => `
    fn main(index: i32) {
      if (index >= uniforms.count.y) { return; }
      var total = ${components === 4 ? 'vec4<f32>()' : '0f'};
      for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
      result[index] = total;
    }`;

/** An invocation for each row. Uniforms: count (rows, their length). */
export const shortRowsCode = (kind: ReductionKind) => `
      fn main(index: i32) {
        if (index >= uniforms.count.x) { return; }
        let start = index * uniforms.count.y;
        var total = A[start];
        for (var at = 1; at < uniforms.count.y; at++) { total = ${join(kind, 'total', 'A[start + at]')}; }
        result[index] = total;
      }`;

/** A workgroup for each row. Every lane has an element to start from, since rows of 256 lanes are longer than that. */
export const longRowsCode = (kind: ReductionKind, type: string, lanes: number) => `
    var<workgroup> partial: array<${type}, ${lanes}>;
    fn main(index: i32) {
      let lane = i32(localIndex);
      let group = ${workgroupNumber};
      let row = min(group, uniforms.count.x - 1);
      let width = uniforms.count.y;
      var total = A[row * width + lane];
      for (var at = lane + ${lanes}; at < width; at += ${lanes}) { total = ${join(kind, 'total', 'A[row * width + at]')}; }
      partial[lane] = total;
      for (var step = ${lanes / 2}; step > 0; step /= 2) {
        workgroupBarrier();
        if (lane < step) { partial[lane] = ${join(kind, 'partial[lane]', 'partial[lane + step]')}; }
      }
      if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
    }`;
