import { resultName } from '../runtime/wgsl';

/**
 * WGSL that replaces rows of so many tensors where they lie; the other rows stay as they are. Values are few, and are looked through
 * for a later one of the same row.
 *
 * Uniforms: count (M), put0 … (width of a row, R, the first value, from a row of values to the next).
 */
export function putRowsCode(tensors: number): string {
  const each = Array.from({ length: tensors }, (_, i) => {
    const put = `uniforms.put${i}`;
    return `
    if (at < uniforms.count.x * ${put}.x) {
      let number = at / ${put}.x;
      let column = at % ${put}.x;
      let row = rowOf(number, ${put}.y);
      if (row >= 0) { ${resultName(i)}[row * ${put}.x + column] = values${i}[${put}.z + number * ${put}.w + column]; }
      return;
    }
    at -= uniforms.count.x * ${put}.x;`;
  });
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
