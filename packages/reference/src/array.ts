import { broadcastStrides, type DType, type HostData, type Shape, sizeOf, type TensorType } from '@mosa-js/core';

/** A tensor of the reference backend. float32 tensors hold float64 numbers. */
export interface RefTensor extends TensorType {
  readonly data: Float64Array | Int32Array | Uint8Array;
}

/** A zero tensor. */
export function empty(shape: Shape, dtype: DType): RefTensor {
  const size = sizeOf(shape);
  const data =
    dtype === 'float32' ? new Float64Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
  return { shape, dtype, data };
}

/** A copy of host data. */
export function fromHost(data: HostData, { shape, dtype }: TensorType): RefTensor {
  const tensor = empty(shape, dtype);
  tensor.data.set(data);
  return tensor;
}

/** For each element of `shape`, in row-major order, the offset of the element of `from` that broadcasts to it. */
export function broadcastOffsets(from: Shape, shape: Shape): Int32Array {
  return stridedOffsets(shape, broadcastStrides(from, shape));
}

/** For each element of `shape`, in row-major order, the sum of index × stride over the axes, from `start`. */
export function stridedOffsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const offsets = new Int32Array(sizeOf(shape));
  const index = new Array<number>(shape.length).fill(0);
  let offset = start;
  for (let i = 0; i < offsets.length; i++) {
    offsets[i] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      offset += strides[axis]!;
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      offset -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return offsets;
}

/** Rows of the last axis: how many, and how long. */
export function rowsOf(shape: Shape): { rows: number; length: number } {
  const length = shape.at(-1) ?? 1;
  return { rows: sizeOf(shape) / length, length };
}
