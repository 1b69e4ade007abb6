import { walkCode } from './strides.wgsl';

/**
 * WGSL that returns a 32-bit key in the order of the numbers, with −0 as 0. It looks at bits only, since WGSL may take it that
 * there is no NaN.
 * @param nan the key of NaN
 */
export function returnKey(value: string, nan: string): string {
  return `
      let bits = bitcast<u32>(${value});
      let size = bits & 0x7fffffffu;
      if (size > 0x7f800000u) { return ${nan}; }
      if (size == 0u) { return 0x80000000u; }
      return select(bits | 0x80000000u, ~bits, bits > 0x80000000u);`;
}

/**
 * WGSL of a key that orders positions as the rule does: numbers by value, then NaN, then those not valid.
 * @param validAxes axes in which the rows of `valid` are told, or undefined where there is none
 */
export function keyAt(validAxes: number | undefined): string {
  return `
    fn keyAt(start: i32, position: i32, validStart: i32) -> u32 {
      ${validAxes === undefined ? '' : 'if (!(valid[validStart + position * uniforms.count.w] != 0)) { return 0u; }'}
      ${returnKey('logits[start + position]', '1u')}
    }`;
}

/** WGSL that sets `validStart` to where `row` begins in `valid`. */
export function validStart(validAxes: number | undefined): string {
  return validAxes === undefined
    ? 'let validStart = 0;'
    : `${walkCode(validAxes, ['mask'], 'row')}
      let validStart = maskAt;`;
}
