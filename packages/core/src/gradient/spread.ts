import { constantScalar } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { Shape } from '../types';

/** Sums over the axes along which `shape` was broadcast to x's shape. A new tensor even where there is nothing to sum. */
export function reduceTo<T>(ops: TensorOps<T>, x: T, shape: Shape): T {
  const from = ops.typeOf(x).shape;
  const lead = from.length - shape.length;
  const axes = from.flatMap((size, axis) => (axis < lead || shape[axis - lead] !== size ? [axis] : []));
  if (axes.length === 0) return ops.reshape(x, shape);
  const total = ops.sum(x, axes, true);
  return ops.reshape(total, shape);
}

/** Undoes the shape of a reduction: x without (or with size 1 along) the axes → repeated along them to `shape`. */
export function spread<T>(ops: TensorOps<T>, x: T, axes: readonly number[], shape: Shape): T {
  const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return ops.broadcastTo(ops.reshape(x, kept), shape);
}

/** Zeros of `shape` with x in them at `begin`. */
export function pad<T>(ops: TensorOps<T>, x: T, begin: readonly number[], shape: Shape): T {
  let padded = ops.reshape(x, ops.typeOf(x).shape);
  shape.forEach((size, axis) => {
    const now = ops.typeOf(padded).shape;
    const after = size - begin[axis]! - now[axis]!;
    const zeros = (length: number) =>
      length === 0
        ? []
        : [
            ops.broadcastTo(
              constantScalar(ops, 0),
              now.map((n, i) => (i === axis ? length : n)),
            ),
          ];
    if (begin[axis]! + after > 0) padded = ops.concat([...zeros(begin[axis]!), padded, ...zeros(after)], axis);
  });
  return padded;
}

/** Shares dy between the larger operand a and the other; equals get half each. Both come in the broadcast shape. */
export function split<T>(ops: TensorOps<T>, dy: T, a: T, b: T): [T, T] {
  const ahead = ops.cast(ops.greater(a, b), 'float32');
  const level = ops.mul(ops.cast(ops.equal(a, b), 'float32'), constantScalar(ops, 0.5));
  const share = ops.mul(dy, ops.add(ahead, level));
  return [share, ops.sub(dy, share)];
}
