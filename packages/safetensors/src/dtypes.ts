import { SafetensorsError } from './error';

/** What holds the elements of each dtype. F16 and BF16 are their bits (see `decodeF16`); BOOL is 0 or 1. */
export interface ArrayOf {
  BOOL: Uint8Array;
  U8: Uint8Array;
  F16: Uint16Array;
  BF16: Uint16Array;
  I32: Int32Array;
  F32: Float32Array;
  F64: Float64Array;
  I64: BigInt64Array;
}

export type Dtype = keyof ArrayOf;
export type TensorArray = ArrayOf[Dtype];

/** A tensor in memory; `dtype` tells TypeScript the type of `data`. */
export type Tensor = { readonly [D in Dtype]: TensorOf<D> }[Dtype];

export interface TensorOf<D extends Dtype> {
  readonly dtype: D;
  readonly shape: readonly number[];
  /** Row-major, as many as the product of `shape`. */
  readonly data: ArrayOf[D];
}

interface ArrayType<A> {
  readonly name: string;
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): A;
}

/** In the Python library's order: it writes the last of these first, so that all data are aligned. */
const arrayTypes: { readonly [D in Dtype]: ArrayType<ArrayOf[D]> } = {
  BOOL: Uint8Array,
  U8: Uint8Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I32: Int32Array,
  F32: Float32Array,
  F64: Float64Array,
  I64: BigInt64Array,
};

/** Every dtype that is read and written, in the order of the Python library. */
export const dtypes = Object.keys(arrayTypes) as readonly Dtype[];

export function isDtype(value: unknown): value is Dtype {
  return typeof value === 'string' && Object.hasOwn(arrayTypes, value);
}

/** Bytes of one element. */
export function bytesPerElement(dtype: Dtype): number {
  return arrayTypes[dtype].BYTES_PER_ELEMENT;
}

/** The class that `data` of this dtype must have. */
export function arrayName(dtype: Dtype): string {
  return arrayTypes[dtype].name;
}

/** Whether `data` is what holds this dtype. By tag and not by class, so that arrays of other realms pass. */
export function isArrayOf(dtype: Dtype, data: unknown): data is TensorArray {
  return ArrayBuffer.isView(data) && Reflect.get(data, Symbol.toStringTag) === arrayName(dtype);
}

/** Number of elements, or undefined where the product of sizes is not exact. */
export function elementCount(shape: readonly number[]): number | undefined {
  let count = 1;
  for (const size of shape) {
    count *= size;
    if (!Number.isSafeInteger(count)) return undefined;
  }
  return count;
}

/** The format is little-endian, as are all machines that JavaScript commonly runs on; elsewhere numbers would be wrong. */
function checkByteOrder(): void {
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return;
  throw new SafetensorsError('data', 'safetensors', 'a little-endian machine', 'a big-endian one');
}

/** The elements in `bytes`: the same memory where it is aligned, else a copy. */
export function elementsOf<D extends Dtype>(dtype: D, bytes: Uint8Array): ArrayOf[D] {
  checkByteOrder();
  const TypedArray: ArrayType<ArrayOf[D]> = arrayTypes[dtype];
  const aligned = bytes.byteOffset % TypedArray.BYTES_PER_ELEMENT === 0 ? bytes : Uint8Array.from(bytes);
  return new TypedArray(aligned.buffer, aligned.byteOffset, bytes.length / TypedArray.BYTES_PER_ELEMENT);
}

/** The memory of an array. */
export function bytesOf(data: TensorArray): Uint8Array {
  checkByteOrder();
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
