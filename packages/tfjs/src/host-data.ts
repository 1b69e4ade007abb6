import type { DType, HostData } from '@mosa-js/core';

/** A copy in the array class that tfjs keeps for the dtype. A copy, because tfjs-cpu computes on the array it is given. */
export function toDeviceData(data: HostData, dtype: DType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return new Float32Array(data);
  return dtype === 'int32' ? new Int32Array(data) : new Uint8Array(data);
}

/**
 * A copy in the array class of the dtype: tfjs-cpu hands out its own array, and after a cast one of the class that it
 * was cast from.
 */
export function toHostData(data: ArrayLike<number>, dtype: DType): Float32Array | Int32Array | Uint8Array {
  if (dtype === 'float32') return Float32Array.from(data);
  if (dtype === 'int32') return Int32Array.from(data);
  return Uint8Array.from(data, (value) => (value === 0 ? 0 : 1));
}
