import type { DeviceTensor } from './device-tensor';

/** Shared by all copies of core that a program may have loaded, as CommonJS and modules have theirs. */
export const deviceBrand = Symbol.for('mosa-js.DeviceTensor');

/** Whether this is a tensor on a device. A bundle that makes none does without their class. */
export function isDeviceTensor(value: unknown): value is DeviceTensor {
  return Object(value)[deviceBrand] === true;
}
