import type { HalfArray } from './half.wgsl';

/**
 * WGSL that rounds float32 numbers and writes them to an array of 16-bit ones: to nearest, ties to even, by integers, since WGSL leaves
 * open how `pack2x16float` rounds and what it makes of what is too large, infinite or NaN. A vector is two whole words. A single element
 * is half of a word, whose other half another invocation may write at the same time, so its bits are cleared and set by atomics.
 */
export function halfWriter(writer: string, { name, format, width }: HalfArray): string {
  const isVector = width === 4;
  const of = (scalar: string) => (isVector ? `vec4<${scalar}>` : scalar);
  const number = (text: string) => `${of('u32')}(${text})`;
  const word = (text: string) => number(`${text}u`);
  const sign = `((word >> ${word('16')}) & ${word('0x8000')})`;
  const bfloat16 = `
  let rounded = (word + ${word('0x7fff')} + ((word >> ${word('16')}) & ${word('1')})) >> ${word('16')};
  let bits = select(rounded, ${sign} | ${word('0x7fc0')}, size > ${word('0x7f800000')});`;
  // Below 2^-14 numbers are multiples of 2^-24. What is less than half of that is 0, however far its bits would be shifted.
  const float16 = `
  let normal = (size - ${word('0x38000000')} + ${word('0xfff')} + ((size >> ${word('13')}) & ${word('1')})) >> ${word('13')};
  let shift = min(${word('126')} - min(size >> ${word('23')}, ${word('112')}), ${word('25')});
  let fraction = (size & ${word('0x7fffff')}) | ${word('0x800000')};
  let middle = ${word('1')} << (shift - ${word('1')});
  let subnormal = (fraction + middle - ${word('1')} + ((fraction >> shift) & ${word('1')})) >> shift;
  let finite = select(normal, subnormal, size < ${word('0x38800000')});
  let large = select(finite, ${word('0x7c00')}, size >= ${word('0x47800000')});
  let bits = ${sign} | select(large, ${word('0x7e00')}, size > ${word('0x7f800000')});`;
  const write = isVector
    ? `${name}[index] = bits.xz | (bits.yw << vec2<u32>(16u));`
    : `let place = 16u * (index % 2u);
  atomicAnd(&${name}[index / 2u], 0xffff0000u >> place);
  atomicOr(&${name}[index / 2u], bits << place);`;
  return `
fn ${writer}(index: u32, value: ${of('f32')}) {
  let word = bitcast<${of('u32')}>(value);
  let size = word & ${word('0x7fffffff')};${format === 'float16' ? float16 : bfloat16}
  ${write}
}`;
}
