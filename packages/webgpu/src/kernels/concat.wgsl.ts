/** WGSL that collects parts of rows. @param arrays by part, the number of the array that has it */
export function concatCode(arrays: readonly number[]): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let row = index / uniforms.count.y;
      let at = index % uniforms.count.y;
      ${arrays
        .map((array, i) => {
          const part = `uniforms.part${i}`;
          const copy = `{ result[index] = X${array}[${part}.y + row * ${part}.z + at]; }`;
          return i === arrays.length - 1 ? copy : `if (at < ${part}.x) ${copy} else`;
        })
        .join('\n')}
    }`;
}
