import { type DType, type HostTensor, type Shape, sizeOf } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';

let seed = 1;

/** Random elements from `low` to `high` (int32: whole numbers below `high`), the same in every run of a test file. */
export function random(shape: Shape, dtype: DType = 'float32', low = -3, high = 3): HostTensor {
  const next = randomSource(seed++);
  const size = sizeOf(shape);
  if (dtype === 'bool') return { shape, dtype, data: Uint8Array.from({ length: size }, () => (next() < 0.5 ? 1 : 0)) };
  const value = () => low + (high - low) * next();
  const data =
    dtype === 'int32'
      ? Int32Array.from({ length: size }, () => Math.floor(value()))
      : Float32Array.from({ length: size }, value);
  return { shape, dtype, data };
}

/** int32 that float32 cannot hold exactly. */
export function large(shape: Shape): HostTensor {
  return random(shape, 'int32', -(2 ** 29), 2 ** 29);
}

/** float32 with many equal elements. */
export function repeated(shape: Shape): HostTensor {
  return { shape, dtype: 'float32', data: Float32Array.from(random(shape, 'int32', -3, 4).data) };
}

/** float32 elements as given. */
export function given(shape: Shape, ...values: number[]): HostTensor {
  return { shape, dtype: 'float32', data: Float32Array.from(values) };
}
