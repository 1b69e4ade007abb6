import type { TensorType } from '@mosa-js/core';
import { workgroupNumber } from '../runtime/dispatch';
import type { Lowering, Value } from '../runtime/lowering';
import { exponential } from './elementwise/functions.wgsl';

const longestShortRow = 32;
/** Steps that 64 lanes take through a row at most, before there are more lanes. */
const mostSteps = 16;

/** Softmax along the last axis, whatever the number of rows. A row that has NaN, or no finite maximum, gives NaN. */
export function softmax(lowering: Lowering, x: Value, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  if (width <= longestShortRow) {
    lowering.take('softmax: an invocation for each row');
    const uniforms = { count: [rows, width, 0, 0] };
    const program = { key: 'softmax short', inputs: ['A'], uniforms, code: shortRowsCode };
    return lowering.record({ ...program, workgroups: Math.ceil(rows / 64) }, [x], output);
  }
  const vector = width % 4 === 0 ? 4 : 1;
  const steps = width / vector;
  const lanes = steps <= 64 * mostSteps ? 64 : 256;
  lowering.take(`softmax: ${lanes} lanes for each row, ${vector === 4 ? 'in vectors' : 'one by one'}`);
  const program = {
    key: `softmax ${lanes} ${vector}`,
    inputs: ['A'],
    components: [vector],
    outputComponents: vector,
    uniforms: { count: [rows, steps, 0, 0] },
    code: () => longRowsCode(lanes, vector),
    workgroups: rows,
    workgroupSize: lanes,
    meets: true,
  };
  return lowering.record(program, [x], output);
}

// The maximum is looked for among keys, unsigned integers in the order of the numbers with NaN above all, since WGSL may
// take it that no number is NaN.
const common = `
  fn keyOf(value: f32) -> u32 {
    let bits = bitcast<u32>(value);
    if ((bits & 0x7fffffffu) > 0x7f800000u) { return 0xffffffffu; }
    return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
  }
  fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }
  // Above the key of −∞ and below that of ∞.
  fn isFinite(key: u32) -> bool { return key > 0x007fffffu && key < 0xff800000u; }
  fn orNaN(value: f32, finite: bool) -> f32 { return bitcast<f32>(select(0x7fc00000u, bitcast<u32>(value), finite)); }`;

const shortRowsCode = `
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

/** A workgroup for each row. Those beyond the last row repeat it without writing, so that all meet at the barriers. */
function longRowsCode(lanes: number, vector: 1 | 4): string {
  const parts = vector === 1 ? [''] : ['.x', '.y', '.z', '.w'];
  const type = vector === 1 ? 'f32' : 'vec4<f32>';
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
