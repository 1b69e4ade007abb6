import type { HalfFormat } from '@mosa-js/core/adapter';

/** Name of the function that reads an element, or a vector of 4, of an array of 16-bit numbers. */
const readerOf = (name: string) => `half${name}`;

/**
 * WGSL that reads an array of 16-bit numbers as float32 ones. By integers, since WGSL lets `unpack2x16float` take subnormal numbers for 0
 * and leaves open what it makes of NaN and infinities.
 */
function halfReader(name: string, format: HalfFormat, components: number): string {
  const isVector = components === 4;
  const of = (scalar: string) => (isVector ? `vec4<${scalar}>` : scalar);
  const number = (text: string) => `${of('u32')}(${text})`;
  const bits = isVector
    ? `let pairs = ${name}[index];
  let bits = vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u);`
    : `let bits = (${name}[index / 2u] >> (16u * (index % 2u))) & 0xffffu;`;
  const shifted = (value: string, by: number) => `(${value} << ${number(`${by}u`)})`;
  const float16 = `let size = bits & ${number('0x7fffu')};
  let isLast = size >= ${number('0x7c00u')};
  let normal = ${shifted('size', 13)} + select(${number('0x38000000u')}, ${number('0x70000000u')}, isLast);
  let subnormal = bitcast<${of('u32')}>(${of('f32')}(size) * 0x1p-24f);
  let word = ${shifted(`(bits & ${number('0x8000u')})`, 16)} | select(normal, subnormal, size < ${number('0x400u')});`;
  return `
fn ${readerOf(name)}(index: u32) -> ${of('f32')} {
  ${bits}
  ${format === 'float16' ? float16 : `let word = ${shifted('bits', 16)};`}
  return bitcast<${of('f32')}>(word);
}`;
}

/** Code with each `NAME[index]` of an array read by its reader instead. */
function readsHalf(code: string, name: string): string {
  const start = new RegExp(`(?<![\\w.])${name}\\[`).exec(code);
  if (!start) return code;
  const from = start.index + start[0].length;
  let depth = 1;
  let end = from;
  for (; depth > 0; end++) {
    if (code[end] === '[') depth++;
    if (code[end] === ']') depth--;
  }
  const index = readsHalf(code.slice(from, end - 1), name);
  return `${code.slice(0, start.index)}${readerOf(name)}(u32(${index}))${readsHalf(code.slice(end), name)}`;
}

/** A kernel's code with readers of its arrays of 16-bit numbers. */
export function readingHalves(
  code: string,
  arrays: readonly { readonly name: string; readonly format: HalfFormat; readonly components: number }[],
): string {
  const readers = arrays.map(({ name, format, components }) => halfReader(name, format, components));
  return readers.join('') + arrays.reduce((text, { name }) => readsHalf(text, name), code);
}
