import { resultName } from '../runtime/wgsl';

/**
 * WGSL that replaces rows of so many tensors where they lie; the other rows stay as they are. Values are few, and are looked through
 * for a later one of the same row.
 *
 * Uniforms: count (M), put0 … (width of a row, R).
 */
export function putRowsCode(tensors: number): string {
  const each = Array.from(
    { length: tensors },
    (_, i) => `
    let width${i} = uniforms.put${i}.x;
    if (at < uniforms.count.x * width${i}) {
      let row = rowOf(at / width${i}, uniforms.put${i}.y);
      if (row >= 0) { ${resultName(i)}[row * width${i} + at % width${i}] = values${i}[at]; }
      return;
    }
    at -= uniforms.count.x * width${i};`,
  );
  return `
  // −1 is none.
  fn rowOf(number: i32, count: i32) -> i32 {
    let row = rows[number];
    if (row < 0 || row >= count) { return -1; }
    for (var later = number + 1; later < uniforms.count.x; later++) { if (rows[later] == row) { return -1; } }
    return row;
  }
  fn main(index: i32) {
    var at = index;
    ${each.join('')}
  }`;
}
