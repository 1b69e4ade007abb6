import { MosaError, show, sizeOf } from '@mosa-js/core';

/** A tensor as a safetensors file holds it. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | Int32Array;
}

const arrays = { F32: Float32Array, F64: Float64Array, I32: Int32Array } as const;

/**
 * Reads a safetensors file of F32, F64 and I32 tensors. Every length and offset is checked before data is touched.
 * @param file name for error messages
 * @throws MosaError `golden`
 */
export function parseSafetensors(bytes: Uint8Array, file: string): Record<string, StoredTensor> {
  const bad = (expected: string, actual: string) => new MosaError('golden', file, expected, actual);
  if (bytes.length < 8) throw bad('a safetensors file of at least 8 bytes', `${bytes.length} bytes`);
  const headerLength = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const room = bytes.length - 8;
  if (headerLength > room) throw bad(`a header of at most ${room} bytes`, `a header length of ${headerLength}`);
  const start = 8 + headerLength;
  const tensors: Record<string, StoredTensor> = {};
  for (const [name, entry] of Object.entries(parseHeader(bytes.subarray(8, start), file))) {
    if (name === '__metadata__') continue;
    const { dtype, shape, data_offsets: offsets } = entry as { dtype?: unknown; shape?: unknown; data_offsets?: unknown };
    const TypedArray = arrays[dtype as keyof typeof arrays];
    if (!TypedArray) throw bad(`tensor ${name} of F32, F64 or I32`, show(dtype));
    if (!isWholeNumbers(shape) || !isWholeNumbers(offsets) || offsets.length !== 2) {
      throw bad(`tensor ${name} with a shape and two offsets`, show(entry));
    }
    const [from, to] = offsets as [number, number];
    const length = sizeOf(shape) * TypedArray.BYTES_PER_ELEMENT;
    if (to - from !== length || to > bytes.length - start) {
      throw bad(`tensor ${name} in ${length} of the ${bytes.length - start} data bytes`, `bytes ${from} to ${to}`);
    }
    // A copy, since the file's offset need not be aligned.
    tensors[name] = { shape, data: new TypedArray(new Uint8Array(bytes.subarray(start + from, start + to)).buffer) };
  }
  return tensors;
}

function parseHeader(header: Uint8Array, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new MosaError('golden', file, 'a header of JSON', 'something else');
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
