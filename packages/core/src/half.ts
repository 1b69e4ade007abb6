import { MosaError } from './error';
import type { HalfFormat } from './storage';
import type { HostData } from './types';

const largest: Record<HalfFormat, string> = { float16: '65,504', bfloat16: '3.39e38' };
const infinity: Record<HalfFormat, number> = { float16: 0x7c00, bfloat16: 0x7f80 };

/**
 * The 16 bits of each value: rounded to float32 where it is float64, as float32 storage holds it, and from there once to the format,
 * to nearest and ties to even. NaN stays NaN, and an infinity one of its sign.
 * @param where what these are the values of, for messages
 * @throws MosaError `data` for a finite value that would become infinite
 */
export function toHalf(values: HostData, format: HalfFormat, where: string): Uint16Array {
  const floats = asFloat32(values);
  const bits = encodeHalf(floats, format);
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i]! & 0x7fff) !== infinity[format] || !Number.isFinite(floats[i])) continue;
    const expected = `values that ${format} can hold, to ±${largest[format]}`;
    throw new MosaError('data', where, expected, `${floats[i]} (element ${i})`);
  }
  return bits;
}

/** The same where a finite value beyond the format becomes infinite, as it does on a device, which cannot refuse it. */
export function encodeHalf(values: HostData, format: HalfFormat): Uint16Array {
  const floats = asFloat32(values);
  const words = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const encode = format === 'float16' ? encodeFloat16 : encodeBfloat16;
  const bits = new Uint16Array(floats.length);
  for (let i = 0; i < bits.length; i++) bits[i] = encode(words[i]!, floats[i]!);
  return bits;
}

function asFloat32(values: HostData): Float32Array {
  return values instanceof Float32Array ? values : Float32Array.from(values);
}

/** The values that such bits stand for, all of which float32 holds. */
export function fromHalf(bits: Uint16Array, format: HalfFormat): Float32Array<ArrayBuffer> {
  const values = new Float32Array(bits.length);
  const words = new Uint32Array(values.buffer);
  for (let i = 0; i < bits.length; i++) {
    if (format === 'bfloat16') {
      words[i] = bits[i]! << 16;
      continue;
    }
    const size = bits[i]! & 0x7fff;
    const sign = bits[i]! & 0x8000;
    // Exponents count from another number; those of infinities and NaN are the largest of either format.
    if (size >= 0x400) words[i] = (sign << 16) | ((size << 13) + (size >= 0x7c00 ? 0x70000000 : 0x38000000));
    else values[i] = (sign === 0 ? 1 : -1) * size * 2 ** -24;
  }
  return values;
}

/** @param word the bits of `value` */
function encodeFloat16(word: number, value: number): number {
  const sign = (word >>> 16) & 0x8000;
  const size = word & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size >= 0x47800000) return sign | infinity.float16;
  if (size >= 0x38800000) return sign | (roundAt(size - 0x38000000, 13) >>> 13);
  // Below 2^-14 values are multiples of 2^-24. A sum with 2^52 rounds to whole numbers, ties to even.
  return sign | (Math.abs(value) * 2 ** 24 + 2 ** 52 - 2 ** 52);
}

function encodeBfloat16(word: number): number {
  const isNumber = !((word & 0x7fffffff) > 0x7f800000);
  return isNumber ? roundAt(word, 16) >>> 16 : ((word >>> 16) & 0x8000) | 0x7fc0;
}

/** Adds what carries into bit `place` where the bits below it are more than a half, or a half beside an odd one. */
function roundAt(word: number, place: number): number {
  return word + 2 ** (place - 1) - 1 + ((word >>> place) & 1);
}
