import type { Store } from './mat-mul/writing';

/**
 * WGSL with an invocation for each column of each batch.
 *
 * Uniforms: count (columns of all batches, rows, columns).
 */
export const eachColumnCode = (store: Store) => `
  fn main(index: i32) {
    let count = uniforms.count;
    if (index >= count.x) { return; }
    var at = index / count.z * count.y * count.z + index % count.z;
    var total = A[at];
    for (var row = 1; row < count.y; row++) {
      at += count.z;
      total += A[at];
    }
    ${store('index', 'total')}
  }`;
