import { workgroupNumber } from '../runtime/dispatch';
import { keysCode } from './keys.wgsl';

/** Elements that a workgroup sorts at most, in 8 KiB of its memory. */
export const block = 2048;
export const lanes = 256;

// 0 fills up the last block, below the key of every number.
const keys = keysCode();

/** WGSL in which each element counts those of its row that come before it. */
export const shortCode = `
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

/**
 * WGSL of a bitonic sort, falling: each step puts pairs in order that are `step` apart, in runs that grow. A block keeps the first
 * uniforms.count.w of its elements, or all.
 */
export const sortCode = `
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

/** WGSL that puts each element of a sorted block where it comes among the elements of all. */
export const mergeCode = `
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
