import { type DType, type HostData, sizeOf, type TensorType } from '@mosa-js/core';

/** Elements as they lie on the device, 4 bytes each. */
export function toDeviceData(data: HostData, dtype: DType): Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> {
  if (dtype === 'float32') return asFloats(data);
  return isPlain(data) && data instanceof Int32Array ? (data as Int32Array<ArrayBuffer>) : Int32Array.from(data);
}

function asFloats(data: HostData): Float32Array<ArrayBuffer> {
  return isPlain(data) && data instanceof Float32Array ? (data as Float32Array<ArrayBuffer>) : new Float32Array(data);
}

/** WebGPU takes no memory that another thread may write. */
function isPlain({ buffer }: HostData): boolean {
  return buffer instanceof ArrayBuffer;
}

/** Bytes as they come from the device. @param bytes a copy, of whose memory the result may be a part */
export function toHostData(bytes: ArrayBuffer, { shape, dtype }: TensorType): HostData {
  const size = sizeOf(shape);
  if (dtype === 'float32') return new Float32Array(bytes, 0, size);
  const words = new Int32Array(bytes, 0, size);
  return dtype === 'int32' ? words : Uint8Array.from(words, (value) => (value === 0 ? 0 : 1));
}
