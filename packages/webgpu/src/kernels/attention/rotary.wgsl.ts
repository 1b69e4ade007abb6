import { walkCode } from '../strides.wgsl';

/** @param axes of the walk over positions; undefined where a row's place on its axis is its position */
export function rotaryCode(axes: number | undefined, inverse: boolean): string {
  const place = axes === undefined ? 'row % uniforms.count.w' : 'places[placeAt]';
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let half = uniforms.count.z;
      let row = index / uniforms.count.y;
      let column = index % uniforms.count.y;
      let value = X[index];
      if (column >= 2 * half) { result[index] = value; return; }
      let other = X[select(index - half, index + half, column < half)];
      ${axes === undefined ? '' : walkCode(axes, ['place'], 'row')}
      let at = clamp(${place}, 0, uniforms.count.w - 1) * uniforms.count.y + column;
      result[index] = value * cosines[at] ${inverse ? '-' : '+'} other * sines[at];
    }`;
}
