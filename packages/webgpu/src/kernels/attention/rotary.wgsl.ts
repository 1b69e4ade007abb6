import { walkCode } from '../strides.wgsl';
import type { Width } from '../vectors';

export interface RotaryForm {
  /** What a walk over rows tells: where in X a row is (`from`), and where its position (`place`). */
  readonly names: readonly string[];
  /** Of that walk. */
  readonly axes: number;
  readonly inverse: boolean;
  readonly vector: Width;
}

/** Uniforms: count (vectors of all, of a row, of half the width, rows of the table), begin (of X, step along its rows). */
export function rotaryCode({ names, axes, inverse, vector }: RotaryForm): string {
  const place = names.includes('place') ? 'places[placeAt]' : 'row % uniforms.count.w';
  const isBox = names.includes('from');
  const from = isBox ? `uniforms.begin.x + fromAt / ${vector}` : 'row * uniforms.count.y';
  const at = (column: string) => `X[first + ${column}${isBox && vector === 1 ? ' * uniforms.begin.y' : ''}]`;
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let half = uniforms.count.z;
      let row = index / uniforms.count.y;
      let column = index % uniforms.count.y;
      ${axes > 0 ? walkCode(axes, names, 'row') : ''}
      let first = ${from};
      let value = ${at('column')};
      if (column >= 2 * half) { result[index] = value; return; }
      let other = ${at('select(column - half, column + half, column < half)')};
      let at = clamp(${place}, 0, uniforms.count.w - 1) * uniforms.count.y + column;
      result[index] = value * cosines[at] ${inverse ? '-' : '+'} other * sines[at];
    }`;
}
