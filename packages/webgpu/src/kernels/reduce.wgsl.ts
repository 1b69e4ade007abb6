import { workgroupNumber } from '../runtime/dispatch';
import type { Width } from './vectors';

export type Kind = 'sum' | 'max';

function join(kind: Kind, a: string, b: string): string {
  return kind === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`;
}

/** WGSL that adds up every n-th number, from n places on. */
export function partsCode(components: Width): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.y) { return; }
      var total = ${components === 4 ? 'vec4<f32>()' : '0f'};
      for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
      result[index] = total;
    }`;
}

/** WGSL with an invocation for each row. */
export function shortRowsCode(kind: Kind): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let start = index * uniforms.count.y;
      var total = A[start];
      for (var at = 1; at < uniforms.count.y; at++) { total = ${join(kind, 'total', 'A[start + at]')}; }
      result[index] = total;
    }`;
}

/** WGSL with a workgroup for each row. Every lane has an element to start from, since rows of 256 lanes are longer than that. */
export function longRowsCode(kind: Kind, type: string, lanes: number): string {
  return `
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
}
