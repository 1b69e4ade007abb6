import { type DType, type HostData, type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import { broadcastStrides } from '@mosa-js/core/adapter';

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
  const last = shape.length - 1;
  const width = shape[last] ?? 1;
  const step = strides[last] ?? 0;
  const index = new Array<number>(shape.length).fill(0);
  let base = start;
  for (let row = 0; row < offsets.length; row += width) {
    for (let i = 0; i < width; i++) offsets[row + i] = base + i * step;
    for (let axis = last - 1; axis >= 0; axis--) {
      base += strides[axis]!;
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      base -= strides[axis]! * shape[axis]!;
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
