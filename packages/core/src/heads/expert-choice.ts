import { constantInt, constantScalar, range } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { type MosaConfig, selectedCount } from './config';
import type { Choice, MosaWeights } from './mosa';

/** The k best tokens of the whole sequence: logits float32 [E, B, T] → int32 [E, B, k], ascending (paper, section 3.2). */
export function expertChoice<T>(
  ops: TensorOps<T>,
  logits: T,
  _weights: MosaWeights<T>,
  config: MosaConfig,
  mask: T | undefined,
): Choice<T> {
  const seqLen = ops.typeOf(logits).shape[2]!;
  const k = selectedCount(config, seqLen);
  if (!config.includeFirst) return { indices: ops.selectIndices(logits, k, mask) };
  // Position 0 outranks all; it is still padding where the mask says so.
  const isFirst = ops.equal(range(ops, seqLen), constantInt(ops, 0)); // [T]
  const keys = ops.where(isFirst, constantScalar(ops, Number.POSITIVE_INFINITY), logits);
  return { indices: ops.selectIndices(keys, k, mask) };
}
