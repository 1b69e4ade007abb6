/** WGSL that notes for each row the number of its value, from 1. */
export const noteCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let row = rows[index];
    if (row < 0 || row >= uniforms.count.y) { return; }
    atomicMax(&result[row], index + 1);
  }`;

/** WGSL that takes each row of the result from x or from the values. */
export const takeCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let number = numbers[index / width];
    if (number == 0) { result[index] = A[index]; return; }
    result[index] = values[uniforms.given.x + (number - 1) * uniforms.given.y + index % width];
  }`;

/** WGSL for where x lies already: the other rows stay as they are. */
export const putCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let number = index / width;
    let row = rows[number];
    if (row < 0 || row >= uniforms.count.z || numbers[row] != number + 1) { return; }
    result[row * width + index % width] = values[uniforms.given.x + number * uniforms.given.y + index % width];
  }`;

/** The same of few values, which are looked through from the last. */
export const takeFewCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let row = index / width;
    for (var number = uniforms.count.z - 1; number >= 0; number--) {
      if (rows[number] == row) { result[index] = values[uniforms.given.x + number * uniforms.given.y + index % width]; return; }
    }
    result[index] = A[index];
  }`;
