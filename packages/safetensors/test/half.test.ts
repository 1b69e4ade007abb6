import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBF16, decodeF16, encodeBF16, encodeF16 } from '../src';

const everyPattern = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);

const formats = [
  { name: 'F16', encode: encodeF16, decode: decodeF16, infinity: 0x7c00, largest: 65504 },
  { name: 'BF16', encode: encodeBF16, decode: decodeBF16, infinity: 0x7f80, largest: (2 - 2 ** -7) * 2 ** 127 },
];

it.each(formats)('$name: every bit pattern survives, NaN as one NaN of its sign', ({ encode, decode, infinity }) => {
  const again = encode(decode(everyPattern));
  for (const bits of everyPattern) {
    if ((bits & 0x7fff) > infinity) expect(again[bits]! & 0x7fff).toBeGreaterThan(infinity);
    else if (again[bits] !== bits) expect(again[bits]).toBe(bits);
  }
});

it.each(formats)('$name: rounds any float64 to the nearest, ties to even', ({ encode, decode, infinity, largest }) => {
  const value = fc.oneof(
    fc.double({ noNaN: true }),
    fc.float({ noNaN: true }),
    fc.double({ min: -(2 ** -12), max: 2 ** -12, noNaN: true }),
    fc.double({ min: -largest * 1.01, max: largest * 1.01, noNaN: true }),
    // Half way between two neighbours, and the float64 next to it on either side.
    fc.tuple(fc.integer({ min: 0, max: infinity - 2 }), fc.constantFrom(-1, 0, 1)).map(([bits, aside]) => {
      const [low, high] = decode([bits, bits + 1]) as unknown as [number, number];
      return ((low + high) / 2) * (1 + aside * Number.EPSILON);
    }),
  );
  fc.assert(
    fc.property(value, (number) => {
      const bits = encode([number])[0]!;
      expect(Object.is(Math.sign(decode([bits])[0]!), -0) || bits >= 0x8000).toBe(number < 0 || Object.is(number, -0));
      const size = Math.abs(number);
      const place = bits & 0x7fff;
      // The step above the largest counts as a number, as IEEE 754 has it.
      const at = (i: number) => (i === infinity ? 2 * largest - decode([infinity - 2])[0]! : decode([i])[0]!);
      if (size >= at(infinity)) {
        expect(place).toBe(infinity);
        return;
      }
      const distance = Math.abs(at(place) - size);
      for (const neighbour of [place - 1, place + 1]) {
        if (neighbour < 0 || neighbour > infinity) continue;
        const other = Math.abs(at(neighbour) - size);
        expect(distance).toBeLessThanOrEqual(other);
        if (distance === other) expect(place % 2).toBe(0);
      }
    }),
    { numRuns: 5000 },
  );
});

it.each(formats)('$name: infinities, zeros and NaN', ({ encode, decode, infinity, largest }) => {
  const special = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, largest, -largest];
  expect([...encode(special)].slice(0, 4)).toEqual([infinity, 0x8000 | infinity, 0, 0x8000]);
  expect(Array.from(decode(encode(special)))).toEqual(special);
  expect(decode(encode([Number.NaN]))).toEqual(Float32Array.of(Number.NaN));
});
