import type { Width } from '../vectors';

export function dotsCode(vector: Width): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      var total = 0f;
      for (var at = 0; at < uniforms.count.y; at++) {
        let place = index * uniforms.count.y + at;
        total += ${vector === 4 ? 'dot(dy[place], y[place])' : 'dy[place] * y[place]'};
      }
      result[index] = total;
    }`;
}
