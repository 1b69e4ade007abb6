import { MosaError } from '@mosa-js/core';

/**
 * @param infinite whether numbers may be infinite, as thresholds may
 * @throws MosaError `data` for NaN, or for a number that is not finite
 */
export function checkNumbers(data: ArrayLike<number>, where: string, infinite: boolean): void {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (Number.isFinite(value) || (infinite && !Number.isNaN(value))) continue;
    throw new MosaError('data', where, infinite ? 'numbers' : 'finite numbers', `${value} at element ${i}`);
  }
}
