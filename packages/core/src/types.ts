import { MosaError, show } from './error';

/** Element types. `float32` is computed in float64 by the reference backend, which has nothing narrower. */
export const dtypes = ['float32', 'int32', 'bool'] as const;
export type DType = (typeof dtypes)[number];

/** Sizes of a tensor's axes; `[]` is a scalar. Every size is a whole number ≥ 1. */
export type Shape = readonly number[];

/** What is known of a tensor before it runs. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Element data on the host, row-major. `bool` is 0 or 1 in a Uint8Array; `float32` may come as Float64Array. */
export type HostData = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A tensor on the host. */
export interface HostTensor extends TensorType {
  readonly data: HostData;
}

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const axis of shape) size *= axis;
  return size;
}

/** Bytes that a tensor of this type takes on a device (float32 and int32: 4 an element, bool: 1). */
export function bytesOf(type: TensorType): number {
  return sizeOf(type.shape) * (type.dtype === 'bool' ? 1 : 4);
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** Strides of a tensor that is broadcast to `shape`: 0 along the axes that repeat it. */
export function broadcastStrides(from: Shape, shape: Shape): number[] {
  const own = stridesOf(from);
  const lead = shape.length - from.length;
  return shape.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : own[axis - lead]!));
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

export function showShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

export function showType({ shape, dtype }: TensorType): string {
  return `${dtype} ${showShape(shape)}`;
}

export function checkDType(dtype: unknown, where: string): asserts dtype is DType {
  if (!dtypes.includes(dtype as DType)) {
    throw new MosaError('dtype', where, `a dtype of ${dtypes.join(', ')}`, show(dtype));
  }
}

/** Axis sizes must be whole numbers from 1; element counts stay below 2^31, so that int32 can address every element. */
export function checkShape(shape: unknown, where: string): asserts shape is Shape {
  // Array.from, since `some` leaves out the holes of a list.
  if (!Array.isArray(shape) || Array.from(shape).some((size) => !Number.isSafeInteger(size) || size < 1)) {
    throw new MosaError('shape', where, 'a shape of whole numbers from 1', show(shape));
  }
  if (sizeOf(shape) >= 2 ** 31) {
    throw new MosaError('shape', where, 'fewer than 2^31 elements', `${sizeOf(shape)} elements in ${show(shape)}`);
  }
}

const arrayNames: Record<DType, readonly string[]> = {
  float32: ['Float32Array', 'Float64Array'],
  int32: ['Int32Array'],
  bool: ['Uint8Array'],
};

/** Throws unless the data's class and length fit its type. */
export function checkHostTensor(tensor: HostTensor, where: string): void {
  if (typeof tensor !== 'object' || tensor === null || !('data' in tensor)) {
    throw new MosaError(
      'data',
      where,
      'a host tensor, as hostTensor(data, shape, dtype) makes it, or backend.wrap(tensor) of one of a library',
      show(tensor),
    );
  }
  checkDType(tensor.dtype, where);
  checkShape(tensor.shape, where);
  const size = sizeOf(tensor.shape);
  const name = arrayName(tensor.data);
  if (name === undefined || !arrayNames[tensor.dtype].includes(name) || tensor.data.length !== size) {
    const wanted = arrayNames[tensor.dtype].map((array) => `${array}(${size})`).join(' or ');
    throw new MosaError('data', where, `${wanted} for ${showType(tensor)}`, showData(tensor.data));
  }
}

/** The class and length of what should be data. */
function showData(data: unknown): string {
  if (ArrayBuffer.isView(data)) return `${arrayName(data)}(${(data as HostData).length})`;
  return Array.isArray(data) ? `Array(${data.length})` : show(data);
}

/** The class of a typed array, also of one from another realm, whose constructor is another function of that name. */
function arrayName(data: unknown): string | undefined {
  return ArrayBuffer.isView(data) ? Object.prototype.toString.call(data).slice('[object '.length, -1) : undefined;
}

/**
 * A host tensor from plain numbers or a typed array, which is kept where it has the class of the dtype.
 * @param data row-major elements; nested arrays are not taken. Every nonzero bool is 1
 * @throws MosaError `data`, `shape` or `dtype` where they do not fit together, `data` for what is no int32
 */
export function hostTensor(data: ArrayLike<number>, shape: Shape, dtype: DType = 'float32'): HostTensor {
  checkDType(dtype, 'hostTensor');
  checkShape(shape, 'hostTensor');
  if (typeof data === 'string' || !(data?.length >= 0 && data.length < 2 ** 31))
    throw new MosaError('data', 'hostTensor', `an array of ${sizeOf(shape)} numbers`, show(data));
  const tensor: HostTensor = { shape: [...shape], dtype, data: toHostData(data, dtype) };
  checkHostTensor(tensor, 'hostTensor');
  return tensor;
}

function toHostData(data: ArrayLike<number>, dtype: DType): HostData {
  const name = arrayName(data) as string;
  if (dtype === 'bool') return Uint8Array.from(data, (value) => (value ? 1 : 0));
  if (arrayNames[dtype].includes(name)) return data as HostData;
  return dtype === 'int32' ? Int32Array.from(data, asInt32) : Float32Array.from(data, asNumber);
}

/** @throws MosaError `data` for what is no number */
function asNumber(value: unknown, index: number): number {
  if (typeof value === 'number') return value;
  throw new MosaError('data', `hostTensor data[${index}]`, 'a number', show(value));
}

/** @throws MosaError `data` for what int32 cannot hold as it is */
function asInt32(value: unknown, index: number): number {
  if (typeof value === 'number' && value === (value | 0)) return value;
  throw new MosaError(
    'data',
    `hostTensor data[${index}]`,
    'an int32 (a whole number from -2^31 to 2^31 - 1)',
    show(value),
  );
}
