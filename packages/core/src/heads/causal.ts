import { fate } from '../ops/causal-state';
import { compact } from '../ops/compact';
import { constantInt, range, steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { CausalChoice } from './causal-config';
import type { CausalSelection, MosaConfig } from './config';
import { selectionKeys } from './selection-keys';

/**
 * N: slots of a causal head for T tokens, n·⌈T / L⌉, and no more than tokens.
 * @param shifted the first token may stand anywhere in its block
 */
export function slotCount({ slots }: CausalSelection, seqLen: number, shifted = false): number {
  if (!slots) return seqLen;
  const blocks = shifted ? Math.ceil((seqLen - 1) / slots.block) + 1 : Math.ceil(seqLen / slots.block);
  return Math.min(slots.count * blocks, seqLen);
}

/** Who a causal head processes: logits [E, B, T], threshold [E], mask bool [B, T] */
export function causalChoice<T>(
  ops: TensorOps<T>,
  logits: T,
  threshold: T,
  config: MosaConfig & { readonly selection: CausalSelection },
  mask: T | undefined,
): CausalChoice<T> {
  const { capacity, slots } = config.selection;
  const options = { capacity, slots, includeFirst: config.includeFirst };
  const keys = selectionKeys(ops, logits, config);
  const fates = ops.causalSelect(keys, threshold, options, { valid: mask }); // [E, B, T]
  return slotsOf(ops, fates, slotCount(config.selection, ops.typeOf(logits).shape[2]!));
}

/** The slots of processed tokens, in order: fates int32 [E, B, T] → N slots a row. */
export function slotsOf<T>(ops: TensorOps<T>, fates: T, N: number): CausalChoice<T> {
  const [E, B, T] = ops.typeOf(fates).shape as [number, number, number];
  const int = (value: number) => constantInt(ops, value);
  const processed = ops.greaterEqual(fates, int(0)); // [E, B, T]
  const count = ops.sum(ops.cast(processed, 'int32'), [-1], true); // [E, B, 1]
  const valid = ops.greater(count, range(ops, N)); // [E, B, N]
  const indices = ops.where(valid, compact(ops, processed, N), int(T - 1)); // [E, B, N]
  const ends = ops.gather(ops.reshape(fates, [E * B * T]), ops.add(indices, steps(ops, [E, B, 1], T)));
  const dropped = ops.sum(ops.cast(ops.equal(fates, int(fate.dropped)), 'int32'), [-1]); // [E, B]
  return { indices, valid, evictedAt: ops.where(valid, ends, int(0)), dropped };
}
