import { workgroupNumber } from '../runtime/dispatch';
import { exponential } from './elementwise/functions.wgsl';
import { keysCode } from './keys.wgsl';
import { wgslType } from './types.wgsl';
import type { Width } from './vectors';

// The maximum is looked for among keys, unsigned integers in the order of the numbers with NaN above all, since WGSL may
// take it that no number is NaN.
const common = `
  ${keysCode('0xffffffffu')}
  // Above the key of −∞ and below that of ∞.
  fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
  fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }`;

/** WGSL with an invocation for each row. */
export const shortRowsCode = `
  ${exponential(1)}
  ${common}
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let start = index * width;
    var highest = 0u;
    for (var at = 0; at < width; at++) { highest = max(highest, keyOf(A[start + at])); }
    let maximum = numberOf(highest);
    var total = 0f;
    for (var at = 0; at < width; at++) { total += exponential(A[start + at] - maximum); }
    for (var at = 0; at < width; at++) {
      result[start + at] = orNaN(exponential(A[start + at] - maximum) / total, isFinite(highest));
    }
  }`;

/** WGSL with a workgroup for each row. Those beyond the last row repeat it without writing, so that all meet at the barriers. */
export function longRowsCode(lanes: number, vector: Width): string {
  const parts = vector === 1 ? [''] : ['.x', '.y', '.z', '.w'];
  const type = wgslType('float32', vector);
  const join = (from: string, how: string) => `
      for (var step = ${lanes / 2}; step > 0; step /= 2) {
        workgroupBarrier();
        if (lane < step) { ${from}[lane] = ${how}; }
      }
      workgroupBarrier();`;
  return `
    var<workgroup> keys: array<u32, ${lanes}>;
    var<workgroup> sums: array<f32, ${lanes}>;
    ${exponential(vector)}
    ${common}
    fn main(index: i32) {
      let lane = i32(localIndex);
      let row = min(${workgroupNumber}, uniforms.count.x - 1);
      let inside = ${workgroupNumber} < uniforms.count.x;
      let width = uniforms.count.y;
      let start = row * width;
      var highest = 0u;
      for (var at = lane; at < width; at += ${lanes}) {
        let value = A[start + at];
        ${parts.map((part) => `highest = max(highest, keyOf(value${part}));`).join('\n')}
      }
      keys[lane] = highest;
      ${join('keys', 'max(keys[lane], keys[lane + step])')}
      let best = keys[0];
      let maximum = numberOf(best);
      var sum = ${type}();
      for (var at = lane; at < width; at += ${lanes}) { sum += exponential(A[start + at] - maximum); }
      sums[lane] = ${vector === 1 ? 'sum' : '(sum.x + sum.y) + (sum.z + sum.w)'};
      ${join('sums', 'sums[lane] + sums[lane + step]')}
      let total = sums[0];
      for (var at = lane; at < width && inside; at += ${lanes}) {
        let value = exponential(A[start + at] - maximum) / total;
        result[start + at] = ${type}(${parts.map((part) => `orNaN(value${part}, isFinite(best))`).join(', ')});
      }
    }`;
}
