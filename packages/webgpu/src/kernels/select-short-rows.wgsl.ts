import { keyAt, validStart } from './select-key.wgsl';

/** WGSL of the select op for rows so short that one invocation counts, for each position, how many are better. */
export function selectShortRowsShader(validAxes?: number): string {
  return `
    ${keyAt(validAxes)}

    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let row = index;
      let width = uniforms.count.y;
      let k = uniforms.count.z;
      let start = row * width;
      ${validStart(validAxes)}
      var slot = 0;
      for (var position = 0; position < width; position++) {
        let key = keyAt(start, position, validStart);
        var better = 0;
        for (var other = 0; other < width; other++) {
          let rival = keyAt(start, other, validStart);
          if (rival > key || (rival == key && other < position)) { better++; }
        }
        if (better < k) { result[row * k + slot] = position; slot++; }
      }
    }`;
}
