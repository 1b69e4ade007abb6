import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from '../src/half';
import type { HalfFormat } from '../src/storage';

const formats: Record<HalfFormat, { exponents: number; fraction: number }> = {
  float16: { exponents: 5, fraction: 10 },
  bfloat16: { exponents: 8, fraction: 7 },
};
/** Of no NaN: from −∞ to ∞. */
const patterns = (format: HalfFormat) => {
  const infinity = (2 ** formats[format].exponents - 1) << formats[format].fraction;
  return Uint16Array.from({ length: 2 * (infinity + 1) }, (_, i) => (i <= infinity ? i : 0x8000 | (i - infinity - 1)));
};

/** By the definition of IEEE 754. */
function numberOf(bits: number, format: HalfFormat): number {
  const { exponents, fraction } = formats[format];
  const bias = 2 ** (exponents - 1) - 1;
  const exponent = (bits & 0x7fff) >> fraction;
  const low = bits & (2 ** fraction - 1);
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 2 ** exponents - 1) return sign * Number.POSITIVE_INFINITY;
  return sign * (exponent ? 2 ** fraction + low : low) * 2 ** (Math.max(exponent, 1) - bias - fraction);
}

describe.each(['float16', 'bfloat16'] as const)('%s', (format) => {
  it('gives every pattern its number, and every such number its pattern', () => {
    const all = patterns(format);
    const values = fromHalf(all, format);
    expect(Array.from(values)).toEqual(Array.from(all, (bits) => numberOf(bits, format)));
    expect(toHalf(values, format, 'all')).toEqual(all);
  });

  it('rounds what lies between two neighbours to the nearer, and from the middle to the even one', () => {
    const all = patterns(format);
    // Neighbours are next to each other in this order; the last finite number is left out.
    const last = all.indexOf(2 ** 15 - 2 ** formats[format].fraction) - 1;
    for (let bits = 0; bits < last; bits++) {
      const [low, high] = [numberOf(bits, format), numberOf(bits + 1, format)];
      const middle = (low + high) / 2;
      const near = (high - low) / 64;
      const given = Float32Array.of(middle - near, middle, middle + near, -(middle - near), -middle, -(middle + near));
      const tie = bits % 2 === 0 ? bits : bits + 1;
      const wanted = [bits, tie, bits + 1];
      expect(Array.from(toHalf(given, format, 'between'))).toEqual([...wanted, ...wanted.map((one) => one | 0x8000)]);
      if (bits > 2100) bits += 96; // beyond the first numbers one in 97
    }
  });

  it('keeps NaN and infinities', () => {
    const given = Float64Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
    expect(fromHalf(toHalf(given, format, 'given'), format)).toEqual(Float32Array.from(given));
  });

  it('refuses a finite number beyond, with what it is of', () => {
    const [most, beyond] = format === 'float16' ? [65519, 65520] : [2 ** 127 * (2 - 2 ** -7), 2 ** 127 * (2 - 2 ** -8)];
    expect(toHalf(Float32Array.of(most), format, 'w')[0]).toBe(format === 'float16' ? 0x7bff : 0x7f7f);
    expect(() => toHalf(Float32Array.of(0, -beyond), format, 'weight w')).toThrow(
      expect.objectContaining({ code: 'data', where: 'weight w', actual: expect.stringMatching(/ \(element 1\)$/) }),
    );
  });
});
