/** WGSL of the products of each row of dy with its row of y. Uniforms: count (rows, vectors of a row). */
export const dotsCode = (vector: 1 | 4) => `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      var total = 0f;
      for (var at = 0; at < uniforms.count.y; at++) {
        let place = index * uniforms.count.y + at;
        total += ${vector === 4 ? 'dot(dy[place], y[place])' : 'dy[place] * y[place]'};
      }
      result[index] = total;
    }`;
