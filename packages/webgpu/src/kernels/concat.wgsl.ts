/** @param arrayOf the array of each part. Uniforms: count (elements, those of a row), partN (its end, from where, its rows' step) */
export const collectCode = (arrayOf: readonly number[]) => `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let row = index / uniforms.count.y;
      let at = index % uniforms.count.y;
      ${arrayOf
        .map((array, i) => {
          const part = `uniforms.part${i}`;
          const copy = `{ result[index] = X${array}[${part}.y + row * ${part}.z + at]; }`;
          return i === arrayOf.length - 1 ? copy : `if (at < ${part}.x) ${copy} else`;
        })
        .join('\n')}
    }`;
