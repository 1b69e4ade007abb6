import { sizeOf, type TensorType } from '@mosa-js/core';
import { workgroupNumber } from '../runtime/dispatch';
import type { Lowering, Value } from '../runtime/lowering';

const longestShortRow = 32;
/** Elements that a workgroup sorts at most, in 8 KiB of its memory. */
const block = 2048;
const lanes = 256;

/**
 * The k largest values of the last axis, falling. In a short row each element counts those that come before it. A longer row is
 * sorted in blocks; where there are several, the place of an
 * element is its place in its own block and, by bisection, the number of elements of the others that come before it.
 */
export function topKValues(lowering: Lowering, x: Value, k: number, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  if (width <= longestShortRow) {
    lowering.take('topK: short rows');
    const counting = { key: 'topK short', inputs: ['A'], uniforms: { count: [rows, width, k, 0] }, code: shortCode };
    return lowering.record({ ...counting, workgroups: Math.ceil(x.size / 64) }, [x], output);
  }
  const blocks = Math.ceil(width / block);
  lowering.take(blocks === 1 ? 'topK: one block' : 'topK: several blocks');
  const kept = blocks === 1 ? k : width;
  const sortedAtOnce = Math.min(block, 2 ** Math.ceil(Math.log2(width)));
  const uniforms = { count: [rows, width, blocks, kept], sort: [sortedAtOnce, 0, 0, 0] };
  const sorting = { key: 'topK sort', inputs: ['A'], uniforms, code: sortCode, workgroupSize: lanes, meets: true };
  const sortedType: TensorType = blocks === 1 ? output : { shape: [rows, width], dtype: 'float32' };
  const sorted = lowering.record({ ...sorting, workgroups: rows * blocks }, [x], sortedType);
  if (blocks === 1) return sorted;
  const merging = { key: 'topK merge', inputs: ['A'], uniforms: { count: [rows, width, blocks, k] }, code: mergeCode };
  const workgroups = Math.ceil(sizeOf(sortedType.shape) / 64);
  const result = lowering.record({ ...merging, workgroups }, [sorted], output);
  return result;
}

// Unsigned integers in the order of the numbers; 0 fills up the last block, below every number.
const keys = `
  fn keyOf(value: f32) -> u32 {
    let bits = bitcast<u32>(value);
    return select(bits | 0x80000000u, ~bits, bits >= 0x80000000u);
  }
  fn numberOf(key: u32) -> f32 { return bitcast<f32>(select(~key, key & 0x7fffffffu, key >= 0x80000000u)); }`;

const shortCode = `
  ${keys}
  fn main(index: i32) {
    let width = uniforms.count.y;
    let row = index / width;
    if (row >= uniforms.count.x) { return; }
    let own = index % width;
    let key = keyOf(A[index]);
    var place = 0;
    for (var other = 0; other < width; other++) {
      let rival = keyOf(A[row * width + other]);
      if (rival > key || (rival == key && other < own)) { place++; }
    }
    if (place < uniforms.count.z) { result[row * uniforms.count.z + place] = numberOf(key); }
  }`;

// A bitonic sort, falling: each step puts pairs in order that are `step` apart, in runs that grow. A block keeps the first
// uniforms.count.w of its elements, or all.
const sortCode = `
  ${keys}
  var<workgroup> sorted: array<u32, ${block}>;
  fn main(index: i32) {
    let lane = i32(localIndex);
    let group = ${workgroupNumber};
    let blocks = uniforms.count.z;
    let row = group / blocks;
    let inside = row < uniforms.count.x;
    let width = uniforms.count.y;
    let first = (group % blocks) * ${block};
    let start = min(row, uniforms.count.x - 1) * width + first;
    let size = uniforms.sort.x;
    for (var at = lane; at < size; at += ${lanes}) {
      var key = 0u;
      if (first + at < width) { key = keyOf(A[start + at]); }
      sorted[at] = key;
    }
    for (var run = 2; run <= size; run *= 2) {
      for (var step = run / 2; step > 0; step /= 2) {
        workgroupBarrier();
        for (var pair = lane; pair < size / 2; pair += ${lanes}) {
          let low = 2 * pair - pair % step;
          let high = low + step;
          let isFalling = low % (2 * run) < run;
          let a = sorted[low];
          let b = sorted[high];
          if ((a < b) == isFalling) {
            sorted[low] = b;
            sorted[high] = a;
          }
        }
      }
    }
    workgroupBarrier();
    let kept = min(uniforms.count.w - first, ${block});
    let written = min(row, uniforms.count.x - 1) * uniforms.count.w + first;
    for (var at = lane; at < kept && inside; at += ${lanes}) { result[written + at] = numberOf(sorted[at]); }
  }`;

const mergeCode = `
  ${keys}
  fn main(index: i32) {
    let width = uniforms.count.y;
    let row = index / width;
    if (row >= uniforms.count.x) { return; }
    let own = index % width / ${block};
    var place = index % width % ${block};
    if (place >= uniforms.count.w) { return; }
    let key = keyOf(A[index]);
    for (var other = 0; other < uniforms.count.z; other++) {
      if (other == own) { continue; }
      // How many of the other block come first; of equal elements those of earlier blocks do.
      var low = 0;
      var high = min(width - other * ${block}, ${block});
      while (low < high) {
        let middle = (low + high) / 2;
        let rival = keyOf(A[row * width + other * ${block} + middle]);
        if (rival > key || (rival == key && other < own)) { low = middle + 1; } else { high = middle; }
      }
      place += low;
    }
    if (place < uniforms.count.w) { result[row * uniforms.count.w + place] = numberOf(key); }
  }`;
