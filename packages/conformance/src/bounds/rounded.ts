import type { HalfFormat } from '@mosa-js/core/adapter';
import { decodeBF16, decodeF16, encodeBF16, encodeF16 } from '@mosa-js/safetensors';
import { type Bounded, withError } from './bounded';

/** What storage in a format makes of values, by the conversion of files, which is not the one that core has. */
export function roundedValues(data: ArrayLike<number>, format: HalfFormat): Float32Array {
  const floats = Float32Array.from(data);
  return format === 'float16' ? decodeF16(encodeF16(floats)) : decodeBF16(encodeBF16(floats));
}

/**
 * A value that is rounded to a format. Rounding keeps the order, so what correct arithmetic may give lies between what the ends of
 * its range are rounded to: at the same number nearly always, and at two neighbours where the range has a tie in it.
 */
export function roundedWithBounds({ value, error }: Bounded, format: HalfFormat): Bounded {
  const at = (sign: number) =>
    roundedValues(
      Array.from(value.data, (one: number, i: number) => one + sign * error.data[i]!),
      format,
    );
  const [lowest, middle, highest] = [at(-1), at(0), at(1)];
  const rounded = { ...value, data: Float64Array.from(middle) };
  return withError(rounded, (i) => {
    const reach = Math.max(highest[i]! - middle[i]!, middle[i]! - lowest[i]!);
    return Number.isNaN(reach) ? 0 : reach;
  });
}
