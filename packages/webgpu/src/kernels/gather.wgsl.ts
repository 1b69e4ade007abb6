/** @param type of what the arrays hold */
export function gatherCode(type: string): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let width = uniforms.count.y;
      let row = indices[index / width];
      if (row < 0 || row >= uniforms.count.z) { result[index] = ${type}(); return; }
      result[index] = A[row * width + index % width];
    }`;
}
