/** A 16-bit float: a sign, an exponent, and `fraction` bits. */
interface Format {
  readonly fraction: number;
  /** Exponent of the smallest normal number. Subnormals have its spacing. */
  readonly minExponent: number;
}

const f16: Format = { fraction: 10, minExponent: -14 };
const bf16: Format = { fraction: 7, minExponent: -126 };

/** Numbers as F16, each rounded once, to the nearest and ties to even; too large ones become infinite. */
export function encodeF16(values: ArrayLike<number>): Uint16Array {
  return encode(values, f16);
}

/** Numbers as BF16, each rounded once, to the nearest and ties to even; too large ones become infinite. */
export function encodeBF16(values: ArrayLike<number>): Uint16Array {
  return encode(values, bf16);
}

/** The numbers that F16 bits stand for. */
export function decodeF16(bits: ArrayLike<number>): Float32Array {
  return decode(bits, f16);
}

/** The numbers that BF16 bits stand for. */
export function decodeBF16(bits: ArrayLike<number>): Float32Array {
  return decode(bits, bf16);
}

function encode(values: ArrayLike<number>, { fraction, minExponent }: Format): Uint16Array {
  const result = new Uint16Array(values.length);
  const infinity = 0x7fff & (-1 << fraction);
  const quietNaN = infinity | (1 << (fraction - 1));
  // What makes the last place of each exponent 1. A table, since powers take longer than all else here.
  const scales = Float64Array.from({ length: 2 - 2 * minExponent }, (_, i) => 2 ** (fraction - minExponent - i));
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < values.length; i++) {
    view.setFloat64(0, values[i]!);
    const high = view.getUint32(0);
    const sign = (high >>> 16) & 0x8000;
    const size = Math.abs(values[i]!);
    const exponent = Math.max(((high >>> 20) & 0x7ff) - 1023, minExponent);
    let bits: number;
    if (Number.isNaN(size)) bits = quietNaN;
    else if (exponent > 1 - minExponent) bits = infinity;
    else {
      // In units of the last place. Powers of two scale exactly, so this rounds once. A carry out of the fraction is
      // one more exponent, or the step from subnormal to normal, or from the largest number to infinity.
      const units = roundToEven(size * scales[exponent - minExponent]!);
      bits = ((exponent - minExponent) << fraction) + units;
    }
    result[i] = sign | bits;
  }
  return result;
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

function decode(bits: ArrayLike<number>, { fraction, minExponent }: Format): Float32Array {
  const result = new Float32Array(bits.length);
  const one = 2 ** fraction; // the bit before the fraction, which normal numbers do not store
  const last = 0x7fff >>> fraction;
  const scales = Float64Array.from({ length: last }, (_, i) => 2 ** (Math.max(i - 1, 0) + minExponent - fraction));
  for (let i = 0; i < bits.length; i++) {
    const exponent = (bits[i]! & 0x7fff) >>> fraction;
    const low = bits[i]! & (one - 1);
    let size: number;
    if (exponent === last) size = low ? Number.NaN : Number.POSITIVE_INFINITY;
    else size = (exponent === 0 ? low : one + low) * scales[exponent]!;
    result[i] = bits[i]! & 0x8000 ? -size : size;
  }
  return result;
}
