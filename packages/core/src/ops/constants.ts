import type { Shape } from '../types';
import type { TensorOps } from './interface';

/** A float32 scalar. Backends that compute in float64 keep all its digits. */
export function constantScalar<T>(ops: TensorOps<T>, value: number): T {
  return ops.constant(Float64Array.of(value), [], 'float32');
}

/** An int32 scalar. */
export function constantInt<T>(ops: TensorOps<T>, value: number): T {
  return ops.constant(Int32Array.of(value), [], 'int32');
}

/** int32 [n], or of this shape: first, first + 1, … first + n − 1 */
export function range<T>(ops: TensorOps<T>, n: number, first = 0, shape: Shape = [n]): T {
  return ops.constant(
    Int32Array.from({ length: n }, (_, i) => first + i),
    shape,
    'int32',
  );
}

/** int32 of this shape: 0, step, 2·step, … in row-major order. */
export function steps<T>(ops: TensorOps<T>, shape: Shape, step: number): T {
  const size = shape.reduce((a, b) => a * b, 1);
  return ops.constant(
    Int32Array.from({ length: size }, (_, i) => i * step),
    shape,
    'int32',
  );
}

/** float32 zeros. */
export function zeros<T>(ops: TensorOps<T>, shape: Shape): T {
  return ops.broadcastTo(constantScalar(ops, 0), shape);
}
