import { constantInt, constantScalar } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { remainder } from '../ops/remainder';
import { isCausal } from './causal-config';
import type { MosaConfig } from './config';

/** Positions after which the order of equal logits comes again: a prime, below 2^10 so that products stay below 2^20. */
const period = 1021;
/** From one position to the next. 631 is about the golden section of the period: neighbours lie far from each other, and any few evenly. */
const strides = { earlier: 0, spread: 631, later: 1 } as const;
/** What a place in that order adds: all of them 2^-8, and float32 logits below 16 tell them apart. */
const unit = 2 ** -18;

/**
 * What causal heads compare with their thresholds and rank tokens by: their logits, to which other `ties` than 'earlier' add up to 2^-8
 * by the position. logits float32 [E, B, t]
 * @param start int32 [B]: position of the first token. Default 0
 */
export function selectionKeys<T>(ops: TensorOps<T>, logits: T, config: MosaConfig, start?: T): T {
  const stride = isCausal(config) ? strides[config.selection.ties ?? 'earlier'] : 0;
  if (stride === 0) return logits;
  const [, B, t] = ops.typeOf(logits).shape as [number, number, number];
  const places = Int32Array.from({ length: t }, (_, i) => ((i % period) * stride) % period);
  const first = ops.constant(places, [t], 'int32');
  if (start === undefined) return add(ops, logits, first);
  const from = remainder(ops, ops.mul(remainder(ops, start, period), constantInt(ops, stride)), period); // [B]
  return add(ops, logits, remainder(ops, ops.add(ops.reshape(from, [B, 1]), first), period)); // [B, t]
}

function add<T>(ops: TensorOps<T>, logits: T, places: T): T {
  return ops.add(logits, ops.mul(ops.cast(places, 'float32'), constantScalar(ops, unit)));
}
