import type { HostData } from '@mosa-js/core';
import type { OnnxDType } from './model';

const littleEndianHost = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The elements as ONNX stores them: the dtype's width, little endian. A view of the data where it is that already. */
export function rawData(data: HostData | BigInt64Array, dtype: OnnxDType): Uint8Array {
  const elements = dtype === 'float32' && data instanceof Float64Array ? Float32Array.from(data) : data;
  const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  const width = elements.BYTES_PER_ELEMENT;
  if (littleEndianHost || width === 1) return bytes;
  return bytes.map((_, i) => bytes[i - (i % width) + (width - 1 - (i % width))]!);
}
