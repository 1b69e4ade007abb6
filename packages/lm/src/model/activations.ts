import { constantScalar, type TensorOps } from '@mosa-js/core';

/**
 * Layer normalisation with a gain and no bias: (x − mean) / √(variance + 1e-5) · gain.
 * x float32 [N, h], gain float32 [h] → [N, h]
 */
export function layerNorm<T>(ops: TensorOps<T>, x: T, gain: T): T {
  const share = constantScalar(ops, 1 / ops.typeOf(x).shape.at(-1)!);
  const centred = ops.sub(x, ops.mul(ops.sum(x, [-1], true), share)); // [N, h]
  const variance = ops.mul(ops.sum(ops.mul(centred, centred), [-1], true), share); // [N, 1]
  const deviation = ops.sqrt(ops.add(variance, constantScalar(ops, 1e-5))); // [N, 1]
  return ops.mul(ops.div(centred, deviation), gain); // [N, h]
}

/**
 * GELU in its tanh form. ½(1 + tanh u) = sigmoid(2u), so it is x · sigmoid(2√(2/π) · (x + 0.044715 x³)), with x taken out of
 * the sum: what is not fused goes over x once for each op, and its gradient does so more often.
 * float32 [...S] → [...S]
 */
export function gelu<T>(ops: TensorOps<T>, x: T): T {
  const factor = 2 * Math.sqrt(2 / Math.PI);
  const slope = ops.mul(ops.mul(x, x), constantScalar(ops, 0.044715 * factor)); // [...S]
  const u = ops.mul(x, ops.add(slope, constantScalar(ops, factor))); // [...S]
  return ops.mul(x, ops.sigmoid(u)); // [...S]
}
