import type { HalfFormat } from '@mosa-js/core/adapter';
import { halfWriter } from './half-writer.wgsl';

/** An array of 16-bit numbers, two in a word. */
export interface HalfArray {
  readonly name: string;
  readonly format: HalfFormat;
  /** How many of them are read or written at once: 1 or 4. */
  readonly width: number;
  /** Whether it is written. */
  readonly isResult: boolean;
}

/** Names of the functions that read and write an element, or a vector of 4. */
const readerOf = (name: string) => `half${name}`;
const writerOf = (name: string) => `write${name}`;

/**
 * WGSL that reads an array of 16-bit numbers as float32 ones. By integers, since WGSL lets `unpack2x16float` take subnormal numbers for 0
 * and leaves open what it makes of NaN and infinities.
 */
function halfReader({ name, format, width, isResult }: HalfArray): string {
  const isVector = width === 4;
  const of = (scalar: string) => (isVector ? `vec4<${scalar}>` : scalar);
  const number = (text: string) => `${of('u32')}(${text})`;
  const word = isResult ? `atomicLoad(&${name}[index / 2u])` : `${name}[index / 2u]`;
  const bits = isVector
    ? `let pairs = ${name}[index];
  let bits = vec4<u32>(pairs.x & 0xffffu, pairs.x >> 16u, pairs.y & 0xffffu, pairs.y >> 16u);`
    : `let bits = (${word} >> (16u * (index % 2u))) & 0xffffu;`;
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

/** Code with each `NAME[index]` of an array read by its reader instead, and each `NAME[index] = value;` written by its writer. */
function converting(code: string, name: string): string {
  const start = new RegExp(`(?<![\\w.])${name}\\[`).exec(code);
  if (!start) return code;
  const from = start.index + start[0].length;
  let depth = 1;
  let end = from;
  for (; depth > 0; end++) {
    if (code[end] === '[') depth++;
    if (code[end] === ']') depth--;
  }
  const before = code.slice(0, start.index);
  const index = `u32(${converting(code.slice(from, end - 1), name)})`;
  const assigned = /^\s*=(?!=)\s*([^;]*);/.exec(code.slice(end));
  if (!assigned) return `${before}${readerOf(name)}(${index})${converting(code.slice(end), name)}`;
  const rest = converting(code.slice(end + assigned[0].length), name);
  return `${before}${writerOf(name)}(${index}, ${converting(assigned[1]!, name)});${rest}`;
}

/** A kernel's code with readers and writers of its arrays of 16-bit numbers. */
export function convertingHalves(code: string, arrays: readonly HalfArray[]): string {
  const text = arrays.reduce((own, { name }) => converting(own, name), code);
  const functions = arrays.flatMap((array) => [
    ...(text.includes(`${readerOf(array.name)}(`) ? [halfReader(array)] : []),
    ...(array.isResult ? [halfWriter(writerOf(array.name), array)] : []),
  ]);
  return functions.join('') + text;
}
