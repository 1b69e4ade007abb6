import { elementsOf, type Tensor } from './dtypes';
import { kindOf, SafetensorsError } from './error';
import { headerLength, parseHeader, prefixLength, type TensorInfo } from './header';

/** A file's content. */
export interface Safetensors {
  /** Strings by name; an object without prototype. Empty where the file has none. */
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the file. */
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/**
 * Reads a whole file in memory, after all its header says is checked.
 * Data are views of `bytes`; only those that are not aligned there are copies.
 * @param where the file's name for error messages
 * @throws SafetensorsError
 */
export function parseSafetensors(bytes: Uint8Array | ArrayBufferLike, where = 'safetensors'): Safetensors {
  const file = bytesOfFile(bytes, where);
  const start = prefixLength + headerLength(file.subarray(0, prefixLength), file.length, where);
  const { metadata, tensors } = parseHeader(file.subarray(prefixLength, start), file.length, where);
  return { metadata, tensors: new Map(Array.from(tensors, ([name, info]) => [name, view(file, info)])) };
}

/** By tag and not by class, so that those of other realms pass. A number would be taken as a length otherwise. */
function bytesOfFile(bytes: Uint8Array | ArrayBufferLike, where: string): Uint8Array {
  const tag = Object.prototype.toString.call(bytes);
  if (tag === '[object Uint8Array]') return bytes as Uint8Array;
  if (tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]')
    return new Uint8Array(bytes as ArrayBufferLike);
  throw new SafetensorsError('read', where, 'a Uint8Array or ArrayBuffer', kindOf(bytes));
}

function view(file: Uint8Array, { dtype, shape, offset, byteLength }: TensorInfo): Tensor {
  return { dtype, shape, data: elementsOf(dtype, file.subarray(offset, offset + byteLength)) } as Tensor;
}
