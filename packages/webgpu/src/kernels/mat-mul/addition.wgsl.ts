/** WGSL that adds up parts of a sum in order. */
export const additionCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    var total = A[index];
    for (var part = 1; part < uniforms.count.y; part++) { total += A[part * uniforms.count.x + index]; }
    result[index] = total;
  }`;
