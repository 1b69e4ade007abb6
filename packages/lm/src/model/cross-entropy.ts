import { constantInt, constantScalar, range, type TensorOps } from '@mosa-js/core';

/** A target that counts for nothing: what fills up a last, shorter window. */
export const ignoredTarget = -1;

export interface CrossEntropy<T> {
  /** float32 []: mean nats over the targets that count; 0 where none does. */
  readonly loss: T;
  /** float32 [B, T]: nats of each target, 0 where it is `ignoredTarget`. */
  readonly losses: T;
}

/** −log softmax(logits)[target]. logits float32 [B, T, V], targets int32 [B, T] */
export function crossEntropy<T>(ops: TensorOps<T>, logits: T, targets: T): CrossEntropy<T> {
  const [B, T, V] = ops.typeOf(logits).shape as [number, number, number];
  // Any number near the maximum keeps exp from overflowing, and the loss does not depend on which. A whole one carries
  // no gradient, so that the backward pass does not look for the maximum again.
  const largest = ops.cast(ops.cast(ops.max(logits, [-1], true), 'int32'), 'float32'); // [B, T, 1]
  const shifted = ops.sub(logits, largest); // [B, T, V]
  const logSum = ops.log(ops.sum(ops.exp(shifted), [-1])); // [B, T]

  const isTarget = ops.equal(ops.reshape(targets, [B, T, 1]), range(ops, V)); // [B, T, V]: cheaper to differentiate than a gather
  const zero = constantScalar(ops, 0);
  const target = ops.sum(ops.where(isTarget, shifted, zero), [-1]); // [B, T]

  const counts = ops.greaterEqual(targets, constantInt(ops, 0)); // [B, T]
  const losses = ops.where(counts, ops.sub(logSum, target), zero); // [B, T]
  const count = ops.sum(ops.cast(counts, 'float32'), [0, 1]); // []
  const loss = ops.div(ops.sum(losses, [0, 1]), ops.maximum(count, constantScalar(ops, 1))); // []
  return { loss, losses };
}
